// A piece of the desk's page: drawn in the page itself (one stylesheet for all), and drawn anew whenever its owner is, because
// the desk's state is one mutable object.
import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import type { Desk } from './desk';

export class DeskElement extends LitElement {
  @property({ attribute: false, hasChanged: () => true }) desk!: Desk;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
