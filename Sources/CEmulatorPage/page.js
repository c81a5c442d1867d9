'use strict';

/** Phones by name: { root, messages: Map of id to element, … }; made when the first state names them. */
const phones = new Map();
/** What the server told last: where to go on from. */
let instance = '';
let revision = 0;
/** The emulator's clock minus the page's own, in milliseconds. */
let clockOffset = 0;
let timeZone = 'Europe/Moscow';
/** So many phones lie open on a wide screen at first; the others wait as tabs. */
const openAtFirst = 3;
/** One phone at a time, chosen by tabs. */
const isNarrow = matchMedia('(max-width: 799px)');
/** The phone that is being used: what comes there counts as read. */
let active = null;

const $ = (selector, root = document) => root.querySelector(selector);

function element(tag, { text, ...properties } = {}, children = []) {
  const made = Object.assign(document.createElement(tag), properties);
  if (text !== undefined) made.textContent = text;
  made.append(...children);
  return made;
}

// MARK: Talking to the program

/** Asks for news for ever; a broken connection is shown and tried again. */
async function follow() {
  for (let pause = 500; ; pause = Math.min(pause * 2, 5000)) {
    try {
      for (;;) {
        const answer = await fetch(`/demo/state?after=${revision}&instance=${instance}`, { cache: 'no-store' });
        if (!answer.ok) throw new Error(answer.status);
        show(await answer.json());
        $('#offline').hidden = true;
        pause = 500;
      }
    } catch (error) {
      console.warn('state', error);
      $('#offline').hidden = false;
      await new Promise(resume => setTimeout(resume, pause));
    }
  }
}

/** Does something in somebody's place. */
async function act(name, body, phone) {
  try {
    const answer = await fetch(`/demo/${name}`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
    });
    if (answer.ok) return true;
    console.warn(name, await answer.text());
    if (phone) toast(phone, 'Не получилось. Обновите страницу и попробуйте ещё раз.', false);
  } catch {
    if (phone) toast(phone, 'Нет связи с программой. Попробуйте ещё раз.', false);
  }
  return false;
}

// MARK: Showing the state

function show(state) {
  if (state.instance !== instance) {  // Another run: nothing here holds any more.
    instance = state.instance;
    phones.clear();
    $('#phones').replaceChildren();
    $('#tabs').replaceChildren();
  }
  revision = state.revision;
  clockOffset = state.clock - Date.now();
  timeZone = state.timeZone;
  $('#hint').textContent = state.hint;
  $('#hint').hidden = !state.hint;
  showClock();
  for (const now of state.phones) {
    if (!phones.has(now.phone)) {
      phones.set(now.phone, makePhone(now));
      if (phones.size === 1) select(phones.get(now.phone));
      markTabs();
    }
    showPhone(phones.get(now.phone), now, state.bot);
  }
  document.body.classList.toggle('begun', state.phones.some(phone => phone.isStarted));
  const unread = state.phones.reduce((sum, phone) => sum + phone.unread, 0);
  document.title = (unread ? `(${unread}) ` : '') + 'Наставничество — показ на телефонах';
}

function showClock() {
  const now = Date.now() + clockOffset;
  const day = new Intl.DateTimeFormat('ru-RU', { timeZone, weekday: 'long', day: 'numeric', month: 'long' }).format(now);
  $('#clock').textContent = `${day}, ${hour(now)}`;
  $('#clock').dateTime = new Date(now).toISOString();
}

const hour = at => new Intl.DateTimeFormat('ru-RU', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at);

function makePhone({ phone: name, role, name: person }) {
  const root = $('#phone').content.firstElementChild.cloneNode(true);
  const phone = { name, root, messages: new Map(), lastDay: '', noticeTimer: 0, newest: 0, isAtEnd: true };
  const label = role || person;
  root.id = `phone-${name}`;
  root.dataset.phone = name;
  $('.role', root).textContent = label;
  $('.name', root).textContent = role ? person : '';
  $('.owner', root).id = `owner-${name}`;
  root.setAttribute('aria-labelledby', `owner-${name}`);
  $('.chat', root).setAttribute('aria-label', `Переписка: ${label}`);
  $('textarea', root).setAttribute('aria-label', `Сообщение от: ${label}`);

  phone.tab = element('button', { type: 'button', id: `tab-${name}` }, [
    element('span', { text: label }), element('span', { className: 'badge', hidden: true }),
  ]);
  phone.tab.setAttribute('aria-controls', root.id);
  phone.tab.dataset.tab = name;
  phone.tab.addEventListener('click', () => isNarrow.matches ? use(phone) : lay(phone, root.classList.contains('aside')));
  $('#tabs').append(phone.tab);
  $('#phones').append(root);
  root.classList.toggle('aside', phones.size >= openAtFirst);
  document.body.classList.toggle('many', phones.size >= openAtFirst);
  listen(phone);
  return phone;
}

function showPhone(phone, now, bot) {
  const { root } = phone;
  const chat = $('.chat', root);
  const isFirst = phone.newest === 0;
  $('.bot', root).textContent = bot;
  $('.avatar', root).textContent = bot.slice(0, 1);
  const isByKeyboard = Boolean($('.wide:focus-visible', root));
  root.classList.toggle('started', now.isStarted);
  root.classList.toggle('blocked', now.isBlocked);
  // The button that was pressed has gone; who uses the keyboard goes on writing.
  if (isByKeyboard && now.isStarted && !now.isBlocked) $('textarea', root).focus();

  let isMine = false;
  chat.ariaBusy = String(isFirst);  // What was said before is not read out.
  for (const message of now.messages) {
    showMessage(phone, message, !isFirst);
    if (message.id > phone.newest) {
      phone.newest = message.id;
      isMine = message.isMine;
    }
  }
  chat.ariaBusy = 'false';
  showWaiting(phone, now.waiting);
  showKeyboard(phone, now.keyboard);
  showCommands(phone, now.commands);
  for (const notice of now.notices) toast(phone, notice.text, notice.isAlert);

  phone.unread = now.unread;
  const badgeText = now.unread > 99 ? '99+' : String(now.unread);
  for (const badge of [$('.badge', root), $('.badge', phone.tab)]) {
    badge.hidden = now.unread === 0;
    badge.textContent = badgeText;
    badge.setAttribute('aria-label', `непрочитанных: ${now.unread}`);
  }
  root.classList.toggle('has-unread', now.unread > 0);
  if (phone.isAtEnd || isMine) toEnd(phone);
  else if (now.messages.length) $('.down', root).hidden = false;
  read(phone);
}

function showMessage(phone, message, isNews) {
  const known = phone.messages.get(message.id);
  const item = known ?? element('li', { className: message.isMine ? 'message mine' : 'message' });
  const hadFocus = item.contains(document.activeElement);
  item.dataset.message = message.id;
  const stamp = (message.isEdited ? 'изменено ' : '') + hour(message.sentAt);
  item.replaceChildren(
    element('div', { className: 'bubble' }, [
      ...(message.document ? [documentLink(phone, message)] : []), ...richText(phone, message), element('span', { className: 'stamp', text: stamp }),
    ]),
    ...message.buttons.map(row => element('div', { className: 'row' }, row.map(button => inlineButton(phone, message, button)))),
  );
  if (known) {
    // The pressed button is often gone: stay in the chat rather than at the top of the page.
    if (hadFocus && document.activeElement === document.body) ($('.row button', item) ?? $('.chat', phone.root)).focus();
    return;
  }
  phone.messages.set(message.id, item);
  const day = new Intl.DateTimeFormat('ru-RU', { timeZone, day: 'numeric', month: 'long' }).format(message.sentAt);
  const chat = $('.chat', phone.root);
  if (day !== phone.lastDay) chat.append(element('li', { className: 'day', text: day }));
  phone.lastDay = day;
  item.classList.toggle('new', isNews);
  chat.append(item);
}

/** A file, to be saved with a press; one that the program has let go is only named. */
function documentLink(phone, { id, document: { name, sizeBytes, isKept } }) {
  const address = `/demo/file/${encodeURIComponent(phone.name)}/${id}`;
  return element('a', { className: 'file', ...(isKept && { href: address, download: name }) }, [
    element('b', { text: name }), element('span', { text: isKept ? fileSize(sizeBytes) : 'уже не хранится' }),
  ]);
}

function fileSize(bytes) {
  const [unit, size] = bytes < 1024 ? ['Б', 1] : bytes < 1024 ** 2 ? ['КБ', 1024] : ['МБ', 1024 ** 2];
  return `${(bytes / size).toLocaleString('ru-RU', { maximumFractionDigits: 1 })} ${unit}`;
}

/** The text as nodes: marked spans become elements, everything else stays text. */
function richText(phone, { text, entities }) {
  const tags = { bold: 'b', italic: 'i', underline: 'u', strikethrough: 's', code: 'code', pre: 'code', blockquote: 'q' };
  const edges = new Set([0, text.length]);
  for (const { offset, length } of entities) edges.add(offset).add(offset + length);
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.slice(1).map((end, index) => {
    const start = cuts[index];
    const piece = text.slice(start, end);
    let node = document.createTextNode(piece);
    for (const { type, offset, length } of entities) {
      if (start < offset || end > offset + length) continue;
      if (tags[type]) node = element(tags[type], {}, [node]);
      if (type === 'bot_command') {
        const command = element('button', { type: 'button', className: 'command' }, [node]);
        command.addEventListener('click', () => act('type', { phone: phone.name, text: piece }, phone));
        node = command;
      }
    }
    return node;
  });
}

function inlineButton(phone, message, { text, callback_data: data, url }) {
  if (url) {
    const isWeb = /^https?:/i.test(url);
    return element('a', { text, ...(isWeb && { href: url, target: '_blank', rel: 'noreferrer' }) });
  }
  const button = element('button', { type: 'button', text });
  button.dataset.button = text;
  button.dataset.callback = data;
  button.addEventListener('click', () => act('press', { phone: phone.name, message: message.id, data }, phone));
  return button;
}

function showWaiting(phone, waiting) {
  const keys = new Set(waiting.map(({ message, data }) => `${message} ${data}`));
  for (const button of phone.root.querySelectorAll('[data-callback]')) {
    const isWaiting = keys.has(`${button.closest('[data-message]').dataset.message} ${button.dataset.callback}`);
    button.classList.toggle('waiting', isWaiting);
    button.ariaBusy = String(isWaiting);
  }
}

function showKeyboard(phone, rows) {
  const form = JSON.stringify(rows);
  if (phone.keyboard === form) return;
  phone.keyboard = form;
  $('.keyboard', phone.root).replaceChildren(...rows.map(row => element('div', { className: 'row' }, row.map(text => {
    const key = element('button', { type: 'button', text });
    key.dataset.key = text;
    key.addEventListener('click', () => act('type', { phone: phone.name, text }, phone));
    return key;
  }))));
}

function showCommands(phone, commands) {
  const form = JSON.stringify(commands);
  if (phone.commands === form) return;
  phone.commands = form;
  $('.commands', phone.root).hidden = commands.length === 0;
  $('.menu', phone.root).replaceChildren(...commands.map(({ command, description }) => {
    const choice = element('button', { type: 'button' }, [
      element('span', { text: description }), element('b', { text: `/${command}` }),
    ]);
    choice.dataset.command = command;
    choice.addEventListener('click', () => {
      openMenu(phone, false);
      $('textarea', phone.root).focus();
      act('type', { phone: phone.name, text: `/${command}` }, phone);
    });
    return element('li', {}, [choice]);
  }));
}

/** A short line over the chat; an alert stays until it is closed. */
function toast(phone, text, isAlert) {
  const box = $('.toast', phone.root);
  clearTimeout(phone.noticeTimer);
  $('span', box).textContent = text;
  $('button', box).hidden = !isAlert;
  box.hidden = false;
  if (!isAlert) phone.noticeTimer = setTimeout(() => { box.hidden = true; }, 5000);
}

function toEnd(phone) {
  const chat = $('.chat', phone.root);
  chat.scrollTop = chat.scrollHeight;
  phone.isAtEnd = true;
  $('.down', phone.root).hidden = true;
}

// MARK: What the person does

function listen(phone) {
  const { root } = phone;
  const text = $('textarea', root);
  const say = words => act('type', { phone: phone.name, text: words }, phone);

  $('.composer', root).addEventListener('submit', async event => {
    event.preventDefault();
    const words = text.value.trim();
    if (!words) return text.focus();
    text.value = '';
    text.focus();
    if (!await say(words) && !text.value) text.value = words;  // What was written is not lost.
  });
  text.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    $('.composer', root).requestSubmit();
  });
  $('.start', root).addEventListener('click', () => say('/start'));
  $('.block', root).addEventListener('click', () => act('block', { phone: phone.name, blocked: true }, phone));
  $('.unblock', root).addEventListener('click', () => act('block', { phone: phone.name, blocked: false }, phone));
  $('.commands', root).addEventListener('click', () => openMenu(phone, $('.menu', root).hidden));
  $('.menu', root).addEventListener('keydown', event => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const choices = [...root.querySelectorAll('.menu button')];
    const step = event.key === 'ArrowDown' ? 1 : -1;
    choices.at((choices.indexOf(document.activeElement) + step) % choices.length).focus();
  });
  $('.toast button', root).addEventListener('click', () => { $('.toast', root).hidden = true; });
  $('.down', root).addEventListener('click', () => toEnd(phone));
  $('.chat', root).addEventListener('scroll', ({ target }) => {
    phone.isAtEnd = target.scrollHeight - target.scrollTop - target.clientHeight < 60;
    if (phone.isAtEnd) $('.down', root).hidden = true;
  });
  // The keyboard of a real phone, a turned screen: who was at the end stays there.
  new ResizeObserver(() => phone.isAtEnd && toEnd(phone)).observe($('.chat', root));
  root.addEventListener('keydown', event => {
    if (event.key === 'Escape' && !$('.menu', root).hidden) openMenu(phone, false, true);
  });
  for (const kind of ['pointerdown', 'focusin', 'wheel']) root.addEventListener(kind, () => use(phone), { passive: true });
}

function openMenu(phone, isOpen, returnsFocus = false) {
  $('.menu', phone.root).hidden = !isOpen;
  $('.commands', phone.root).ariaExpanded = String(isOpen);
  if (isOpen) $('.menu button', phone.root)?.focus();
  if (returnsFocus) $('.commands', phone.root).focus();
}

/** This phone is in the hand now: what it shows is read. */
function use(phone) {
  active = phone;
  select(phone);
  read(phone);
}

/** On a wide screen a tab lays its phone open among the others, or puts it aside. */
function lay(phone, isOpen) {
  phone.root.classList.toggle('aside', !isOpen);
  if (!isOpen && active === phone) active = null;
  if (!isOpen) return markTabs();
  phone.root.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  toEnd(phone);
  use(phone);
}

/** A pressed tab: its phone is in sight. */
function markTabs() {
  for (const { root, tab } of phones.values()) {
    tab.ariaPressed = String(isNarrow.matches ? root.classList.contains('selected') : !root.classList.contains('aside'));
  }
}

/** On a narrow screen only this phone is shown. */
function select(phone) {
  for (const other of phones.values()) other.root.classList.toggle('selected', other === phone);
  markTabs();
  if (isNarrow.matches) active = phone;
}

function read(phone) {
  if (phone !== active || !phone.unread || document.hidden) return;
  phone.unread = 0;
  act('read', { phone: phone.name, message: phone.newest });
}

isNarrow.addEventListener('change', () => {
  const shown = [...phones.values()].find(phone => phone.root.classList.contains('selected'));
  if (isNarrow.matches && shown) use(shown);
  markTabs();
});
document.addEventListener('visibilitychange', () => active && read(active));

$('#tabs').addEventListener('keydown', event => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const all = [...phones.values()];
  const next = all.at((all.findIndex(phone => phone.tab === document.activeElement) + step) % all.length);
  next.tab.focus();
  use(next);
});

for (const button of document.querySelectorAll('[data-advance]')) {
  button.addEventListener('click', async () => {
    button.disabled = true;
    await act('clock', { advanceSeconds: Number(button.dataset.advance) }, active ?? [...phones.values()][0]);
    button.disabled = false;
    button.focus();
  });
}

setInterval(showClock, 1000);
follow();
