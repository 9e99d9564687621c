// Runs before anything is drawn: who saves data, or has a line of the slowest kind, finds the light version first. Nothing on the page has moved yet.
const line = (navigator as any).connection;
if (line && (line.saveData || /2g/.test(line.effectiveType))) document.body.className = 'sd';
