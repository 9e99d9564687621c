export const one = <E extends HTMLElement>(selector: string, within: ParentNode = document) => within.querySelector<E>(selector);
export const all = <E extends HTMLElement>(selector: string, within: ParentNode = document) => [...within.querySelectorAll<E>(selector)];
