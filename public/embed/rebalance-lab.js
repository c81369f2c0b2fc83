// See docs/EMBED.md.
if (self.customElements && !customElements.get("rebalance-lab")) {
const NAME = "rebalance-lab", KB = 0;
const HERE = document.currentScript?.src || Error().stack.match(/http[^\s)]+?rebalance-lab\.js/)?.[0];
const SAYS = {
	en: ["Run the simulation", `Loads ${KB} kB. Until then this is a picture.`, "Open in lab", "Kafka consumer group, simulated"],
	ko: ["시뮬레이션 실행", `${KB} kB를 내려받습니다. 그전까지는 그림입니다.`, "랩에서 열기", "Kafka 컨슈머 그룹 시뮬레이션"],
};
const RUN = "scenario lesson seed at speed controls view exercise readonly autoplay height".split(" ");
const sheet = new CSSStyleSheet();
sheet.replaceSync(`:host{all:initial!important;display:block!important}
div{--g:light-dark(#f3f4f6,#0c0e11);--i:light-dark(#14171b,#eceef1);box-sizing:border-box;padding:12px;overflow:auto;border:1px solid #8888;border-radius:9px;background:var(--g);color:var(--i);font:13px/20px system-ui}
img,iframe{display:block;max-width:100%;border:0}
p,button{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center}
p{justify-content:space-between;margin:12px 0 0}
button{flex-wrap:nowrap;padding:10px 24px;border:0;border-radius:30px;background:var(--i);color:var(--g);font:inherit}
button:before{content:"";border:9px solid #0000;border-left:14px solid;border-right:0}
b{display:block;font-size:15px}
a{padding:6px;color:inherit}`);
const make = (tag, set, ...inside) => {
	const made = Object.assign(document.createElement(tag), set);
	made.append(...inside);
	return made;
};
customElements.define(NAME, class extends HTMLElement {
	static observedAttributes = [...RUN, "state", "theme", "lang", "poster"];
	#in = this.attachShadow({ mode: "open" });
	#get = (name) => this.getAttribute(name);
	#said = [];
	#lab; #up; #plays; #due; #as; #end;

	connectedCallback() {
		const off = new AbortController(), sync = this.#sync;
		const page = new MutationObserver(() => { sync(); setTimeout(sync, 400); });
		const seen = new IntersectionObserver((list) => this.#seen(list.at(-1).isIntersecting));
		for (const one of [document.documentElement, document.body]) page.observe(one, { attributes: 1 });
		seen.observe(this);
		matchMedia("(prefers-color-scheme:dark)").addEventListener("change", sync, off);
		addEventListener("message", this.#on, off);
		this.#end = () => [off.abort(), page.disconnect(), seen.disconnect()];
		this.#in.adoptedStyleSheets = [sheet];
		sync();
		this.#get("loading") == "eager" && this.#run();
	}
	disconnectedCallback() {
		this.#end();
		this.#said = [];
		this.#lab = this.#up = this.#plays = this.#due = this.#as = 0;
		this.#in.replaceChildren();
	}
	attributeChangedCallback(name) {
		if (!this.#as) return;
		if (this.#lab && !/theme|lang/.test(name)) this.#lab.src = this.#url();
		this.#as = {};
		this.#sync();
		this.#size();
	}

	play() { this.#due = 0; this.#send("play"); }
	pause() { this.#due = 0; this.#lab && this.#send("pause"); }
	seek(t) { this.#send("seek", { t }); }
	set(to) { this.#send("setConfig", to); }
	command(command) { this.#send("command", { command }); }
	load(run) { this.#send("load", run); }

	#size(height = this.offsetHeight) {
		const set = this.#get("height");
		this.#in.firstChild.style.height = set > 0 ? set + "px" : set && set != "auto" ? set : this.#lab ? height + "px" : "";
	}
	#to = (path) => new URL(path, new URL(this.#get("base") || "../", HERE));
	#url(set = { height: "auto", ...this.#as, embed: 1 }) {
		const url = this.#to(""), state = this.#get("state");
		for (const name of RUN) if (this.hasAttribute(name)) set[name == "at" ? "t" : name] = this.#get(name);
		url.search = new URLSearchParams(set);
		if (state) url.hash = "s=" + state;
		return url.href;
	}
	#sync = () => {
		const old = this.#as || {}, set = this.#get("theme");
		const text = getComputedStyle(this.parentElement || document.body).color;
		const theme = /^(light|dark)$/.test(set) ? set : text.match(/[\d.]+/)[0] > (/^rgb/.test(text) ? 128 : .5) ? "dark" : "light";
		const lang = /^ko/.test(this.closest("[lang]")?.lang) ? "ko" : "en";
		if (old.theme == theme && old.lang == lang) return;
		this.#as = { theme, lang };
		if (this.#lab) return this.set(this.#as);
		const [run, size, open, alt] = SAYS[lang], name = this.#get("lesson") || this.#get("scenario");
		const src = this.#get("poster") || name && !this.matches("[state],[seed]") && this.#to(`embed/posters/${lang}/${name}.svg#${theme}`);
		const onclick = () => {
			this.#run();
			this.#lab.focus();
			this.#get("autoplay") != "false" && this.play();
		};
		this.#in.replaceChildren(make("div", { style: "color-scheme:" + theme },
			src ? make("img", { src, alt, onerror() { this.replaceWith(make("slot")); } }) : make("slot"),
			make("p", {}, make("button", { onclick }, make("span", {}, make("b", {}, run), KB ? size : "")),
				make("a", { href: this.#url({ lang }), target: "_blank" }, open))));
		this.#size();
	};
	#run() {
		if (this.#lab) return;
		const height = Math.max(480, this.offsetHeight);
		this.#lab = make("iframe", { width: "100%", title: SAYS[this.#as.lang][3], sandbox: "allow-scripts allow-popups allow-popups-to-escape-sandbox", src: this.#url() });
		this.#in.replaceChildren(this.#lab);
		this.#size(height);
	}
	#send(type, fields) {
		this.#run();
		this.#said.push({ ...fields, source: NAME, version: 1, type });
		if (this.#up) for (const one of this.#said.splice(0)) this.#lab.contentWindow.postMessage(one, "*");
	}
	#seen(on) {
		on && this.#get("loading") == "lazy" && this.#run();
		if (!on && this.#plays) this.pause(), this.#due = 1;
		if (on && this.#due) this.play();
	}
	#on = ({ source, data }) => {
		if (source !== this.#lab?.contentWindow || data?.source != NAME) return;
		const { type, playing } = data;
		if (type == "ready") this.#up = 1, this.set(this.#as);
		if (type == "resize") this.#size(data.height);
		if (type == "timeupdate") {
			if (playing && !this.#plays) for (const other of document.querySelectorAll(NAME)) other != this && other.pause();
			this.#plays = playing;
		}
		this.dispatchEvent(new CustomEvent("lab-" + type, { bubbles: 1, detail: data }));
	};
});
}
