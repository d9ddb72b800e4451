// All that ipywidgets asks of jQuery, in the place of jQuery: an element that is wrapped, and unwrapped as `[0]`.

class Wrapped {
  readonly 0: Element;

  constructor(el: Element) {
    this[0] = el;
  }

  remove(): void {
    this[0].remove();
  }

  attr(attributes: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(attributes)) this[0].setAttribute(name, value);
  }
}

function wrap(el: Element): Wrapped {
  return new Wrapped(el);
}
// It is asked whether something is an instance of it.
wrap.prototype = Wrapped.prototype;

export default wrap;
