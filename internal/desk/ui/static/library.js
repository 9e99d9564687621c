// Files go to the library one after the other, in pieces (tus 1.0), and go on where a line was cut. A picture is reduced here first, and what the camera wrote into it stays on this device; the
// credit alone goes along. Without this script the form sends them whole.
(() => {
  'use strict';
  const form = document.querySelector('form[data-uploads]');
  if (!form || !window.fetch || !Blob.prototype.slice) return;
  const [waiting, reducing, sending, resuming, added, refused, retry, signedOut] = form.dataset.words.split('|');
  const piece = 256 * 1024, widest = 2560, head = { 'Tus-Resumable': '1.0.0' };
  const list = form.querySelector('.queue'), queue = [];
  let busy = 0;
  form.querySelector('[data-original]').hidden = false;

  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

  // What a JPEG's EXIF and XMP say of whose it is: tags 0x013b and 0x8298, dc:creator and photoshop:Credit.
  const creditOf = async (file) => {
    const data = new Uint8Array(await file.slice(0, 256 * 1024).arrayBuffer()), text = new TextDecoder('latin1').decode(data);
    const utf8 = (s) => new TextDecoder().decode(Uint8Array.from(s, (c) => c.charCodeAt(0))).replace(/[\0\s]+/g, ' ').trim();
    const said = [];
    const at = text.indexOf('Exif\0\0');
    if (at >= 0) {
      const tiff = at + 6, little = text[tiff] === 'I', view = new DataView(data.buffer);
      try {
        const ifd = tiff + view.getUint32(tiff + 4, little);
        for (let i = 0, n = Math.min(view.getUint16(ifd, little), 200); i < n; i++) {
          const e = ifd + 2 + i * 12, tag = view.getUint16(e, little), size = view.getUint32(e + 4, little);
          if (tag === 0x013b || tag === 0x8298) said.push(utf8(text.substr(size > 4 ? tiff + view.getUint32(e + 8, little) : e + 8, Math.min(size, 300))));
        }
      } catch { /* notes that are damaged say nothing */ }
    }
    for (const found of [/<dc:creator>[^]*?<rdf:li[^>]*>([^<]{1,300})</, /photoshop:Credit(?:="|>)([^"<]{1,300})/]) {
      const words = text.match(found);
      if (words) said.push(utf8(words[1]));
    }
    return [...new Set(said.filter(Boolean))].join(' / ').slice(0, 500);
  };

  // A picture as it is sent: upright, at most so wide, and silent.
  const reduced = async (file) => {
    if (!/^image\/(jpeg|png|webp|heic|heif|avif)$/.test(file.type) || !window.createImageBitmap) return file;
    try {
      const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
      const scale = Math.min(1, widest / image.width), canvas = document.createElement('canvas');
      canvas.width = Math.max(1, Math.round(image.width * scale));
      canvas.height = Math.max(1, Math.round(image.height * scale));
      const context = canvas.getContext('2d');
      context.imageSmoothingQuality = 'high';
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      image.close();
      return await new Promise((done) => canvas.toBlob((blob) => done(blob || file), file.type === 'image/png' ? 'image/png' : 'image/jpeg', 0.9));
    } catch {
      return file; // of a kind that this browser cannot open: the server can, or says why not
    }
  };

  const refusal = async (answer) => {
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    return Object.assign(new Error((page.querySelector('main p')?.textContent || String(answer.status)).trim()), { final: answer.status < 500 && answer.status !== 409 && answer.status !== 429 });
  };
  const ask = async (address, method, headers, body) => {
    const answer = await fetch(address, { method, headers: { ...head, ...headers }, body, credentials: 'same-origin', redirect: 'manual' });
    if (answer.type === 'opaqueredirect') throw Object.assign(new Error(signedOut), { final: true });
    return answer;
  };

  const begin = async (job) => {
    const said = [job.sensitive ? 'sensitive ' + base64('1') : '', job.credit ? 'credit ' + base64(job.credit) : ''].filter(Boolean).join(',');
    const answer = await ask(form.dataset.uploads, 'POST', { 'Upload-Length': String(job.blob.size), ...(said && { 'Upload-Metadata': said }) });
    if (answer.status !== 201) throw await refusal(answer);
    localStorage.setItem(job.key, job.at = answer.headers.get('Location'));
    return 0;
  };

  // How far the server has it; another upload is begun where it has forgotten this one.
  const standing = async (job) => {
    job.at = job.at || localStorage.getItem(job.key);
    if (!job.at) return begin(job);
    const answer = await ask(job.at, 'HEAD');
    if (!answer.ok || Number(answer.headers.get('Upload-Length')) !== job.blob.size) return begin(job);
    job.became = answer.headers.get('Upload-Became');
    return Number(answer.headers.get('Upload-Offset'));
  };

  const send = async (job) => {
    let at = await standing(job);
    while (!job.became) {
      const answer = await ask(job.at, 'PATCH', { 'Upload-Offset': String(at), 'Content-Type': 'application/offset+octet-stream' }, job.blob.slice(at, at + piece));
      if (answer.status === 409) { at = await standing(job); continue; }
      if (answer.status !== 204) throw await refusal(answer);
      job.became = answer.headers.get('Upload-Became');
      at = Number(answer.headers.get('Upload-Offset'));
      job.bar.value = at / job.blob.size;
      job.tell(sending);
    }
  };

  const work = async (job) => {
    job.tell(reducing);
    const original = form.elements.original.checked;
    job.credit = form.elements.credit.value.trim() || (original ? '' : await creditOf(job.file).catch(() => ''));
    job.blob = original ? job.file : await reduced(job.file);
    for (let tries = 0; ; tries++) {
      try {
        await send(job);
        break;
      } catch (problem) {
        if (problem.final || tries > 30) throw problem;
        job.tell(resuming);
        await pause(Math.min(30000, 500 * 2 ** Math.min(tries, 6)));
      }
    }
    localStorage.removeItem(job.key);
    job.link('/desk/media/' + job.became + '/', added);
  };

  const next = () => {
    while (busy < 2 && queue.length) {
      const job = queue.shift();
      busy++;
      work(job).catch((problem) => { localStorage.removeItem(job.key); job.fail(problem.message); }).finally(() => { busy--; next(); });
    }
  };

  const add = (file) => {
    const line = document.createElement('li'), name = document.createElement('span'), bar = document.createElement('progress'), word = document.createElement('span');
    name.textContent = file.name;
    bar.value = 0;
    bar.setAttribute('aria-label', file.name);
    line.append(name, bar, word);
    list.append(line);
    const job = {
      file, bar, sensitive: form.elements.sensitive.checked, key: ['griot-upload', file.size, file.lastModified, form.elements.original.checked].join(':'),
      tell: (text) => { if (word.textContent !== text) word.textContent = text; },
      link: (to, text) => { const a = document.createElement('a'); a.href = to; a.className = 'go'; a.textContent = text; bar.remove(); word.replaceWith(a); },
      fail: (text) => {
        const again = document.createElement('button');
        again.type = 'button';
        again.className = 'quietly';
        again.textContent = retry;
        again.addEventListener('click', () => { again.remove(); job.at = ''; job.became = null; queue.push(job); next(); });
        job.tell(refused + ' – ' + text);
        line.append(again);
      },
    };
    job.tell(waiting);
    queue.push(job);
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    [...form.elements.file.files].forEach(add);
    form.elements.file.value = '';
    next();
  });
  addEventListener('beforeunload', (event) => { if (busy) event.preventDefault(); });
})();
