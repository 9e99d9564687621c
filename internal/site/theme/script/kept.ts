// What is kept on the device, by the names of its caches: the last articles read, the front pages, the ground without which nothing opens, and a cache of its own for each article marked for later.
export const READ = 'lus';
export const FRONTS = 'unes';
export const GROUND = 'socle';
export const LATER = 'tard:'; // and the article's path
export const OFFLINE = '/hors-ligne/';

// The reader who wants nothing kept has this in localStorage.
export const OFF = 'rien-garder';

// refused reports whether the reader wants nothing kept. Storage that is shut says no: nothing could be kept in it anyhow.
export const refused = () => {
  try {
    return !!localStorage.getItem(OFF);
  } catch {
    return true;
  }
};

// AHEAD says to the newspaper that nobody reads what is fetched, so that it does not count.
export const AHEAD = { headers: { Purpose: 'prefetch' } };
