// The script of the public site. Nothing needs it: each part adds something to markup that works without.
import { countries } from './countries';
import { fetched } from './fetched';
import { panels } from './panels';
import { share } from './share';
import { ticker } from './ticker';

for (const part of [panels, ticker, share, countries, fetched]) {
  try {
    part();
  } catch {
    // A browser that lacks what one part needs keeps the others.
  }
}
