// A film or sound from elsewhere is a link until the reader asks for it here; until this has come, to where it is.
export function embeds() {
  addEventListener('click', (e) => {
    const link = (e.target as HTMLElement).closest<HTMLAnchorElement>('[data-embed]>a');
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    const frame = document.createElement('iframe');
    frame.src = link.parentElement!.dataset.embed!;
    frame.title = link.textContent!;
    frame.allow = 'autoplay;fullscreen;encrypted-media;picture-in-picture';
    link.replaceWith(frame);
    frame.focus();
  });
}
