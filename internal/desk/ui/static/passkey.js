// Passkeys: what an authenticator is to sign comes from the server, and goes back in the form that stands on the page. Forms with data-passkey="get" sign in, with "create" make one.
// They stay hidden in browsers that have no passkeys. Where a field says so (autocomplete="webauthn") and the browser can, passkeys are offered among its other suggestions.
(() => {
  'use strict';
  if (!window.PublicKeyCredential || !navigator.credentials || !navigator.credentials.create) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const words = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

  // The server writes bytes as base64url; the browser wants them as bytes.
  const read = (options) => {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const key of [...(options.excludeCredentials || []), ...(options.allowCredentials || [])]) key.id = bytes(key.id);
    return options;
  };

  const write = (key) => {
    const response = {};
    for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
      if (key.response[name]) response[name] = words(key.response[name]);
    }
    if (key.response.getTransports) response.transports = key.response.getTransports();
    return JSON.stringify({ id: key.id, rawId: words(key.rawId), type: key.type, authenticatorAttachment: key.authenticatorAttachment || undefined, clientExtensionResults: key.getClientExtensionResults(), response });
  };

  const answer = async (form, more) => {
    const asked = await fetch(form.dataset.ask, { method: 'POST', credentials: 'same-origin' });
    if (!asked.ok) throw new Error(String(asked.status));
    const publicKey = read((await asked.json()).publicKey);
    const act = form.dataset.passkey === 'create' ? 'create' : 'get';
    return write(await navigator.credentials[act]({ publicKey, ...more }));
  };

  // An offer stands until it is taken, until a button asks otherwise, or until the server no longer takes what was asked (staff.AskedLife, five minutes); then whoever comes back to the field gets another.
  const life = 4 * 60 * 1000;
  let offered = null;

  const withdraw = () => {
    if (offered) offered.abort();
    offered = null;
  };

  const offer = async (form) => {
    if (offered || document.hidden) return;
    const mine = (offered = new AbortController());
    const late = setTimeout(() => { if (offered === mine) withdraw(); }, life);
    try {
      form.elements.answer.value = await answer(form, { mediation: 'conditional', signal: mine.signal });
      form.submit();
    } catch {
      if (offered === mine) offered = null; // the password and the button are there
    } finally {
      clearTimeout(late);
    }
  };

  const offerIn = async (form) => {
    const field = document.querySelector('[autocomplete~=webauthn]');
    const can = PublicKeyCredential.isConditionalMediationAvailable;
    if (!field || form.dataset.passkey !== 'get' || !can || !(await can.call(PublicKeyCredential))) return;
    field.addEventListener('focus', () => offer(form));
    offer(form);
  };

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    const failed = form.querySelector('[data-failed]');
    const button = form.querySelector('button');
    form.hidden = false;
    offerIn(form);
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      withdraw();
      button.disabled = true;
      failed.hidden = true;
      try {
        form.elements.answer.value = await answer(form);
        form.submit();
      } catch {
        failed.hidden = false;
        button.disabled = false;
      }
    });
  }
})();
