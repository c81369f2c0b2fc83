// Has the lab kept for visits without a network, and says when a newer build is ready.
const SAYS = {}; // Written by the build.
const root = document.documentElement;

/** Nothing is reloaded unless the reader asks for it. */
function offer(waiting) {
	if (document.querySelector("[data-testid=newer]")) return;
	const [ready, reload, later] = SAYS[root.lang] ?? SAYS.en;
	const make = (name, set, ...inside) => {
		const made = Object.assign(document.createElement(name), set);
		made.append(...inside);
		return made;
	};
	const now = make("button", { className: "btn btn--sm", type: "button" }, reload);
	const close = make("button", { className: "btn btn--sm btn--quiet", type: "button" }, later);
	const line = make("div", { className: "toasts", role: "status" }, make("div", { className: "toast" }, make("span", {}, ready), now, close));
	line.dataset.testid = "newer";
	now.dataset.testid = "newer-reload";
	close.dataset.testid = "newer-later";
	close.onclick = () => line.remove();
	now.onclick = () => {
		waiting.addEventListener("statechange", () => waiting.state === "activated" && location.reload());
		waiting.postMessage("now");
	};
	document.body.append(line);
}

async function keep(workers) {
	const kept = await workers.register("sw.js");
	const ask = (waiting) => waiting?.postMessage(root.dataset.build);
	workers.addEventListener("message", ({ data }) => data === "newer" && kept.waiting && offer(kept.waiting));
	kept.addEventListener("updatefound", () => {
		const coming = kept.installing;
		coming.addEventListener("statechange", () => coming.state === "installed" && kept.active && ask(coming));
	});
	ask(kept.waiting);
	document.addEventListener("visibilitychange", () => {
		// Without a network there is nothing newer.
		if (!document.hidden) kept.update().catch(() => {});
	});
}

// Refused, say in a private window: then the lab needs its network, as every page does.
if (navigator.serviceWorker && !navigator.connection?.saveData) keep(navigator.serviceWorker).catch(() => {});
