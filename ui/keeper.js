// Keeps what is typed into a text area in this browser until the server has it, and offers it after a reload.
const PATIENCE = 25; // times that the text area is looked for, 200 ms apart

export default function ({ data, parentElement, setTriggerValue }) {
  const notice = parentElement.querySelector('.notice');
  const known = data.known.map((text) => text.trim());
  const isKnown = (text) => known.includes(text.trim());
  const forget = () => {
    localStorage.removeItem(data.name);
    notice.hidden = true;
  };
  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(data.name));
    } catch {
      return null;
    }
  };
  const offer = (found) => {
    const at = new Date(found.at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
    parentElement.querySelector('.at').textContent = at;
    parentElement.querySelector('.text').textContent = found.text;
    const save = parentElement.querySelector('.save');
    save.disabled = false;
    save.onclick = () => {
      save.disabled = true; // a second click would save it twice
      setTriggerValue('save', { text: found.text, on: found.on });
    };
    parentElement.querySelector('.drop').onclick = forget;
    notice.hidden = false;
  };
  const watch = (left) => {
    const area = document.querySelector(`.st-key-${CSS.escape(data.area)} textarea`);
    if (!area) {
      if (left) setTimeout(() => watch(left - 1), 200);
      return;
    }
    area.oninput = () => {
      if (isKnown(area.value)) forget();
      else localStorage.setItem(data.name, JSON.stringify({ text: area.value, on: data.on, at: Date.now() }));
    };
    const found = kept();
    if (!found || isKnown(found.text)) forget();
    else if (area.value.trim() !== found.text.trim()) offer(found);
  };
  watch(PATIENCE);
}
