'use strict';
(() => {
  const PageSize = 100;
  const Column = { number: 0, verdict: 1, status: 2, title: 3, address: 4, reason: 5, bytes: 6, ttfb: 7, total: 8, tries: 9 };

  const find = id => document.getElementById(id);
  const data = JSON.parse(find('data').textContent);
  const language = document.documentElement.lang;
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });

  const unit = (value, decimals, name) =>
    value.toLocaleString(language, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }) + '\u00a0' + name;

  function duration(us) {
    if (us === null) return '\u2013';
    if (us > 0 && us < 1000) return '<\u00a01\u00a0ms';
    if (us < 999500) return unit(us / 1e3, 0, 'ms');
    const seconds = us / 1e6;
    if (seconds < 59.95) return unit(seconds, seconds < 9.995 ? 2 : 1, 's');
    const whole = Math.ceil(seconds);
    const two = value => String(value).padStart(2, '0');
    return whole < 3600 ? Math.floor(whole / 60) + ':' + two(whole % 60)
      : Math.floor(whole / 3600) + ':' + two(Math.floor(whole / 60) % 60) + ':' + two(whole % 60);
  }

  function size(bytes) {
    if (bytes === null) return '';
    const units = ['B', 'kB', 'MB', 'GB', 'TB'];
    let step = 0;
    while (bytes >= 999.5 && step + 1 < units.length) {
      bytes /= 1000;
      ++step;
    }
    return unit(bytes, step === 0 || bytes >= 99.95 ? 0 : 1, units[step]);
  }

  const count = value => value.toLocaleString(language);

  /* What is not known comes last, whichever way the rest is sorted. */
  function compare(a, b, descending) {
    const aMissing = a === null || a === '', bMissing = b === null || b === '';
    if (aMissing || bMissing) return aMissing - bMissing;
    const order = typeof a === 'number' ? a - b : collator.compare(a, b);
    return descending ? -order : order;
  }

  /* Makes the headers of a table sort it: sort(column, descending). */
  function sortable(table, sort) {
    const headers = [...table.tHead.rows[0].cells];
    headers.forEach((header, column) => {
      const button = header.querySelector('button');
      if (!button) return;
      button.disabled = false;
      button.addEventListener('click', () => {
        const before = header.getAttribute('aria-sort');
        const first = header.classList.contains('number') ? 'descending' : 'ascending';
        const other = first === 'ascending' ? 'descending' : 'ascending';
        const now = before === first ? other : first;
        headers.forEach(each => each.removeAttribute('aria-sort'));
        header.setAttribute('aria-sort', now);
        sort(column, now === 'descending');
      });
    });
  }

  function sortRows(table) {
    const value = (row, column) => {
      const cell = row.cells[column];
      if (cell.dataset.value === undefined) return cell.textContent;
      return cell.dataset.value === '' ? null : Number(cell.dataset.value);
    };
    sortable(table, (column, descending) => {
      const body = table.tBodies[0];
      const rows = [...body.rows];
      rows.sort((a, b) => compare(value(a, column), value(b, column), descending));
      body.append(...rows);
    });
  }

  function cell(row, text, kind) {
    const made = row.insertCell();
    if (kind) made.className = kind;
    if (text) made.append(text);
    return made;
  }

  /* Text of the web in a box of its own, so that its direction stays inside. */
  function foreign(text, tag) {
    const box = document.createElement(tag || 'bdi');
    box.textContent = text;
    return box;
  }

  function link(address) {
    if (!/^https?:\/\//i.test(address) || address.endsWith('\u2026')) return foreign(address);
    const made = foreign(address, 'a');
    made.href = address;
    made.target = '_blank';
    made.rel = 'noopener noreferrer';
    return made;
  }

  const Svg = 'http://www.w3.org/2000/svg';
  function badge(verdict, status) {
    const made = document.createElement('span');
    made.className = 'verdict v-' + verdict.id;
    const icon = document.createElementNS(Svg, 'svg');
    icon.setAttribute('class', 'icon');
    icon.setAttribute('aria-hidden', 'true');
    const use = document.createElementNS(Svg, 'use');
    use.setAttribute('href', '#i-' + verdict.id);
    icon.append(use);
    made.append(icon, (status === null ? '' : status + ' ') + verdict.label);
    return made;
  }

  function results() {
    const table = find('results'), filter = find('filter'), select = find('verdict');
    const shown = find('shown'), previous = find('previous'), next = find('next'), empty = find('empty');
    const marks = [...document.querySelectorAll('.legend button')];
    let rows = data.rows, page = 0, order = null;
    const haystacks = rows.map(row => [row[Column.title], row[Column.address], row[Column.reason], row[Column.status],
      data.verdicts[row[Column.verdict]].label].join('\n').toLowerCase());

    const keys = [Column.number, Column.verdict, Column.title, Column.address, Column.reason, Column.bytes,
      Column.ttfb, Column.total, Column.tries];
    function sortKey(row, column) {
      if (keys[column] !== Column.verdict) return row[keys[column]];
      return row[Column.verdict] * 1000 + (row[Column.status] || 0);
    }

    function draw() {
      const body = document.createElement('tbody');
      const begin = page * PageSize, end = Math.min(begin + PageSize, rows.length);
      for (const row of rows.slice(begin, end)) {
        const line = body.insertRow();
        cell(line, count(row[Column.number]), 'number second');
        cell(line, badge(data.verdicts[row[Column.verdict]], row[Column.status]));
        cell(line, foreign(row[Column.title])).title = row[Column.title];
        cell(line, link(row[Column.address]), 'second').title = row[Column.address];
        cell(line, foreign(row[Column.reason]), 'second').title = row[Column.reason];
        cell(line, size(row[Column.bytes]), 'number');
        cell(line, row[Column.ttfb] === null ? '' : duration(row[Column.ttfb]), 'number');
        cell(line, row[Column.total] === null ? '' : duration(row[Column.total]), 'number');
        cell(line, count(row[Column.tries]), 'number');
      }
      table.tBodies[0].replaceWith(body);
      shown.textContent = shown.dataset.text.replace('%1', count(rows.length ? begin + 1 : 0))
        .replace('%2', count(end)).replace('%3', count(rows.length));
      previous.disabled = page === 0;
      next.disabled = end >= rows.length;
      empty.hidden = rows.length > 0;
    }

    function arrange() {
      const words = filter.value.trim().toLowerCase();
      const verdict = select.value === '' ? -1 : Number(select.value);
      rows = data.rows.filter((row, i) =>
        (verdict < 0 || row[Column.verdict] === verdict) && (words === '' || haystacks[i].includes(words)));
      if (order) rows.sort((a, b) => compare(sortKey(a, order.column), sortKey(b, order.column), order.descending));
      page = 0;
      for (const mark of marks) mark.setAttribute('aria-pressed', String(mark.dataset.verdict === select.value));
      draw();
    }

    sortable(table, (column, descending) => {
      order = { column, descending };
      arrange();
    });
    filter.addEventListener('input', arrange);
    select.addEventListener('change', arrange);
    previous.addEventListener('click', () => { --page; draw(); });
    next.addEventListener('click', () => { ++page; draw(); });
    for (const mark of marks) {
      mark.disabled = false;
      mark.addEventListener('click', () => {
        select.value = select.value === mark.dataset.verdict ? '' : mark.dataset.verdict;
        arrange();
      });
    }
    for (const part of document.querySelectorAll('.scripted')) part.hidden = false;
    for (const part of document.querySelectorAll('.plain')) part.hidden = true;
    arrange();
  }

  for (const table of document.querySelectorAll('table.short')) sortRows(table);
  results();
})();
