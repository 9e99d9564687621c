// Passkeys: what an authenticator is to sign comes from the server, and goes back in the form that stands on the page. Forms with data-passkey="get" sign in, with "create" make one.
// They stay hidden in browsers that have no passkeys.
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

  const answer = async (form) => {
    const asked = await fetch(form.dataset.ask, { method: 'POST', credentials: 'same-origin' });
    if (!asked.ok) throw new Error(String(asked.status));
    const publicKey = read((await asked.json()).publicKey);
    const act = form.dataset.passkey === 'create' ? 'create' : 'get';
    return write(await navigator.credentials[act]({ publicKey }));
  };

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    const failed = form.querySelector('[data-failed]');
    const button = form.querySelector('button');
    form.hidden = false;
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
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
