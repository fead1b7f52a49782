// Put at the end of a copy of a report: uses it as a reader would, and writes down what is seen.
(() => {
  const seen = {};
  const find = id => document.getElementById(id);
  const column = (table, index) => [...find(table).tBodies[0].rows].map(row => row.cells[index].textContent);
  const header = (table, index) => find(table).tHead.rows[0].cells[index];
  const click = (table, index) => header(table, index).querySelector('button').click();
  const filter = text => {
    find('filter').value = text;
    find('filter').dispatchEvent(new Event('input'));
  };
  const choose = value => {
    find('verdict').value = value;
    find('verdict').dispatchEvent(new Event('change'));
  };
  const look = name => {
    seen[name] = { numbers: column('results', 0), titles: column('results', 2), addresses: column('results', 3),
      totals: column('results', 7), shown: find('shown').textContent, empty: !find('empty').hidden };
  };
  try {
    look('first');
    seen.hiddenControls = document.querySelectorAll('.scripted[hidden]').length;
    click('results', 0);
    look('byNumberFirst');
    seen.sortFirst = header('results', 0).getAttribute('aria-sort');
    click('results', 0);
    look('byNumberAgain');
    seen.sortAgain = header('results', 0).getAttribute('aria-sort');
    click('results', 2);
    look('byTitle');
    seen.sorted = [...find('results').tHead.querySelectorAll('[aria-sort]')].length;
    click('results', 7);
    look('byTotal');
    find('next').click();
    look('secondPage');
    filter('PAGE 12');
    look('filtered');
    filter('nothing like it');
    look('nothing');
    filter('');
    choose('2');
    look('broken');
    document.querySelector('.legend button[data-verdict="2"]')?.click();
    look('unchosen');
    document.querySelector('.legend button[data-verdict="6"]')?.click();
    look('serverErrors');
    seen.chosen = find('verdict').value;
    seen.hostsBefore = column('hosts', 0);
    click('hosts', 0);
    seen.hostsByName = column('hosts', 0);
    click('hosts', 1);
    seen.hostsByCount = column('hosts', 1);
    filter('hostile');
    choose('');
    look('hostile');
    seen.injected = document.querySelectorAll('#results img, #results b, body > img').length;
    seen.scripts = document.scripts.length;
    seen.links = [...find('results').querySelectorAll('a')].map(link => link.protocol);
  } catch (error) {
    window.probeErrors.push(String(error && error.stack || error));
  }
  seen.errors = window.probeErrors;
  const outcome = document.createElement('pre');
  outcome.id = 'probe';
  outcome.textContent = btoa(unescape(encodeURIComponent(JSON.stringify(seen))));
  document.body.append(outcome);
})();
