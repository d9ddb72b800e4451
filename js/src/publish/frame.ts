// The height of a frame, as the page in it tells.

/** What a page tells the one that frames it. */
export interface Told {
  il6_height: number;
}

/** Of a frame until its page tells its own, px. */
export const HEIGHT = 900;

/** Higher than any page of ours; what asks for more is not believed. */
const HIGHEST = 20_000;

/** Give a frame the height of its page whenever that changes; returns the undo. */
export function follow(frame: HTMLIFrameElement): () => void {
  const heard = (event: MessageEvent): void => {
    // A sandboxed page has no origin to know it by: only the window in this frame is believed.
    if (event.source === null || event.source !== frame.contentWindow) return;
    const height = (event.data as Partial<Told> | null)?.il6_height;
    if (typeof height === "number" && height > 0 && height <= HIGHEST)
      frame.style.height = `${Math.ceil(height)}px`;
  };
  addEventListener("message", heard);
  return () => removeEventListener("message", heard);
}

/** Tell the page that frames this one how high this one is; its height is no secret. */
export function tell(page: Document): void {
  if (parent === window) return;
  new ResizeObserver(() => {
    const told: Told = { il6_height: page.documentElement.getBoundingClientRect().height };
    parent.postMessage(told, "*");
  }).observe(page.documentElement);
}
