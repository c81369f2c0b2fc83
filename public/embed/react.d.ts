import type { ReactElement, ReactNode } from "react";
import type { LabEvents, RebalanceLabAttributes } from "./rebalance-lab.js";

type Heard<Name extends keyof LabEvents> = (event: CustomEvent<LabEvents[Name]>) => void;

export interface RebalanceLabProps extends RebalanceLabAttributes {
  /** What is shown until the script is there: a link, a picture. */
  children?: ReactNode;
  onReady?: Heard<"lab-ready">;
  onResize?: Heard<"lab-resize">;
  onTimeUpdate?: Heard<"lab-timeupdate">;
  onEvent?: Heard<"lab-event">;
  onExercise?: Heard<"lab-exercise">;
  onStateLink?: Heard<"lab-statelink">;
  onViolation?: Heard<"lab-violation">;
  onError?: Heard<"lab-error">;
}

export function RebalanceLab(props: RebalanceLabProps): ReactElement;
