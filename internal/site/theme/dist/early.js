(()=>{var e=navigator.connection;e&&(e.saveData||/2g/.test(e.effectiveType))&&(document.body.className="sd");})();
