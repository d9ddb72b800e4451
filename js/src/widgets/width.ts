// The width that a view has been given, told when it changes; a hidden view has none, and is told once it is shown.

/** Watch the width of an element, px. Returns its undo. */
export function watchWidth(el: HTMLElement, changed: (width: number) => void): () => void {
  let width = 0;
  const Observer = el.ownerDocument.defaultView?.ResizeObserver;
  if (!Observer) return () => {};
  const observer = new Observer(() => {
    const now = Math.round(el.clientWidth);
    if (now <= 0 || now === width) return;
    width = now;
    changed(now);
  });
  observer.observe(el);
  return () => observer.disconnect();
}
