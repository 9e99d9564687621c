// Once the page stands it fetches what is for later: the service worker's registration, "À lire plus tard", the browser's guesses. None of it is worth a byte of the page itself.
export function fetched() {
  addEventListener('load', () => {
    const later = document.createElement('script');
    later.src = '/lecture.js';
    document.body.append(later);
  });
}
