// <RebalanceLab scenario="first-run" onReady={...}> for React 17 and later, and for MDX.
import { createElement, useEffect, useRef } from "react";

const EVENTS = ["Ready", "Resize", "TimeUpdate", "Event", "Exercise", "StateLink", "Violation", "Error"];

export function RebalanceLab({ children, ...props }) {
  const element = useRef(null);
  const heard = useRef(props);
  heard.current = props;
  useEffect(() => {
    const { current } = element;
    const off = new AbortController();
    for (const name of EVENTS) {
      const tell = (event) => heard.current["on" + name]?.(event);
      current.addEventListener("lab-" + name.toLowerCase(), tell, off);
    }
    // Only in a browser: a server has no elements.
    import("./rebalance-lab.js");
    return () => off.abort();
  }, []);
  const attributes = {};
  for (const [name, value] of Object.entries(props)) {
    if (!/^on[A-Z]/.test(name) && value != null) attributes[name.toLowerCase()] = String(value);
  }
  return createElement("rebalance-lab", { ...attributes, ref: element }, children);
}
