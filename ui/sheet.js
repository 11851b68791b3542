// Scrolls the picture of a page to its marked words, once for each picture: who has scrolled on stays there.
const ABOVE = 0.3; // of the frame's height that is left above them
const PATIENCE = 25; // times that the picture is looked for, 200 ms apart

export default function ({ data }) {
  const show = (left) => {
    const frame = document.querySelector('.st-key-sheet');
    const image = frame?.querySelector('img');
    if (!image?.complete || !image.naturalHeight) {
      if (left) setTimeout(() => show(left - 1), 200);
      return;
    }
    const go = () => {
      frame.scrollTop = data.top * image.clientHeight - ABOVE * frame.clientHeight;
    };
    if (frame.dataset.shown === data.name) return;
    frame.dataset.shown = data.name;
    image.addEventListener('load', go, { once: true }); // the next picture may take the place of this one later
    go();
  };
  show(PATIENCE);
}
