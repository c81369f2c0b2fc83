// Keeps one build of the lab, whole, for visits without a network. See docs/ARCHITECTURE.md.
const BUILD = "", FILES = {}; // Written by the build: its name, and its files with their SHA-256.
/** How long the network may take for the page before the kept one is shown. */
const PATIENCE_MS = 2000;
const OWN = "rebalance-lab " + registration.scope + " ";
const CACHE = OWN + BUILD;
const ANY = { ignoreVary: true };

/** A file's address. What has no hash in its name has the build in its query. */
const at = (path) => new URL(path + (path.endsWith(".json") ? "?v=" + BUILD : ""), registration.scope).href;
/** Caches of the lab, this build's first. */
const kept = async () => {
	const names = (await caches.keys()).filter((name) => name.startsWith(OWN) && name !== CACHE);
	return Promise.all([CACHE, ...names.reverse()].map((name) => caches.open(name)));
};
const find = async (address, options) => {
	for (const cache of await kept()) {
		const found = await cache.match(address, options);
		if (found) return found;
	}
};

async function sum(response) {
	const digest = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The file as the build made it: from an older build, from the browser, or else anew. */
async function whole(path) {
	const address = at(path);
	const places = [
		() => find(address, { ...ANY, ignoreSearch: true }),
		() => fetch(address, { priority: "low" }),
		() => fetch(address, { priority: "low", cache: "reload" }),
	];
	for (const place of places) {
		const found = await place();
		if (found?.ok && (await sum(found.clone())) === FILES[path]) return found;
	}
	throw Error(`${address} is not of this build`);
}

/** The page as it is now, or else the kept one, whose files are here. */
async function page(request) {
	const web = fetch(request).then((answer) => answer.status >= 400 ? undefined : answer, () => undefined);
	const late = new Promise((done) => setTimeout(done, PATIENCE_MS));
	const first = await Promise.race([web, late]);
	return first ?? (await (await caches.open(CACHE)).match(at(""), ANY)) ?? (await web) ?? Response.error();
}

async function file(request) {
	return (await find(request.url, ANY)) ?? fetch(request);
}

addEventListener("install", (event) => event.waitUntil((async () => {
	const cache = await caches.open(CACHE);
	// One after the other: whoever looks at the lab comes first.
	for (const path of Object.keys(FILES)) await cache.put(at(path), await whole(path));
})()));

addEventListener("activate", (event) => event.waitUntil((async () => {
	// The build before stays for pages that are still open.
	const others = (await caches.keys()).filter((name) => name.startsWith(OWN) && name !== CACHE);
	await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
	await clients.claim();
})()));

addEventListener("message", ({ data, source }) => {
	// A page of this very build has no reason to wait for it.
	if (data === BUILD || data === "now") skipWaiting();
	else source.postMessage("newer");
});

addEventListener("fetch", (event) => {
	const { request } = event;
	const { origin, pathname, searchParams } = new URL(request.url);
	if (request.method !== "GET" || !request.url.startsWith(registration.scope)) return;
	if (request.mode !== "navigate") return event.respondWith(file(request));
	const isLab = [at(""), at("index.html")].includes(origin + pathname);
	if (isLab && !searchParams.has("embed")) event.respondWith(page(request));
});
