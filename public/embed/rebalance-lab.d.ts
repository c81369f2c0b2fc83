/** `<rebalance-lab>`: a picture until it is asked to run, then the lab in a sandboxed frame. */

/** Attributes; a value that is no string is written as its text. */
export interface RebalanceLabAttributes {
  /** A run by its name, such as `first-run`. */
  scenario?: string;
  /** A lesson by its name. */
  lesson?: string;
  /** A run of your own: what stands after `#s=` in a copied link. */
  state?: string;
  /** Seed instead of the run's. */
  seed?: number | string;
  /** Seconds at which the run opens. */
  at?: number | string;
  /** Simulated seconds per second, 0.01 to 100. */
  speed?: number | string;
  /** Play as soon as the lab is there; `"false"`: not even after the button. */
  autoplay?: boolean | "true" | "false";
  controls?: "full" | "minimal" | "none";
  view?: "stage" | "matrix" | "both" | "compare";
  /** `auto` (the default) follows the page. */
  theme?: "auto" | "light" | "dark";
  /** `click` (the default): after the button; `lazy`: when it is in sight; `eager`: at once. */
  loading?: "click" | "lazy" | "eager";
  /** Language; else that of the page. */
  lang?: string;
  exercise?: boolean | string;
  /** The reader may play and scrub, not act. */
  readonly?: boolean | "true" | "false";
  /** `auto` (the default): as tall as the lab needs; else pixels or a CSS length. */
  height?: number | string;
  /** A picture to show before, instead of what stands in the element. */
  poster?: string;
  /** Address of the lab's folder; the default is the one above the script. */
  base?: string;
}

/** A command of a recording: `{ do: "kill", who: "consumer-a" }`. */
export interface LabCommand {
  do: string;
  [field: string]: unknown;
}

/** Look and pace; what is absent stays. */
export interface LabConfig {
  theme?: "auto" | "light" | "dark";
  lang?: "en" | "ko";
  speed?: number;
}

/** Another run: one with a name, or one from a link. */
export type LabRun =
  | { scenario: string; seed?: number; t?: number }
  | { state: string; seed?: number; t?: number };

interface LabMessage<Type extends string> {
  source: "rebalance-lab";
  version: 1;
  type: Type;
}

/** What the lab tells, by the name of the event. */
export interface LabEvents {
  "lab-ready": LabMessage<"ready">;
  "lab-resize": LabMessage<"resize"> & { height: number };
  "lab-timeupdate": LabMessage<"timeupdate"> & { t: number; playing: boolean };
  "lab-event": LabMessage<"event"> & {
    kind: "command" | "coordinator" | "callback" | "commit" | "hazard" | "client";
    t: number;
    text: string;
  };
  "lab-exercise": LabMessage<"exercise"> & { id: string; passed: boolean; score: number };
  "lab-statelink": LabMessage<"statelink"> & { url: string };
  "lab-violation": LabMessage<"violation"> & { text: string };
  "lab-error": LabMessage<"error"> & { field: string; value: string; allowed: string };
}

export interface RebalanceLabElement extends HTMLElement {
  play(): void;
  pause(): void;
  /** Jumps to a moment, in simulated seconds. */
  seek(t: number): void;
  set(config: LabConfig): void;
  command(command: LabCommand): void;
  load(run: LabRun): void;
  addEventListener<Name extends keyof LabEvents>(
    name: Name,
    heard: (event: CustomEvent<LabEvents[Name]>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    name: string,
    heard: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "rebalance-lab": RebalanceLabElement;
  }
}
