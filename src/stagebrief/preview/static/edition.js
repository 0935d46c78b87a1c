// One version of a PDF: opened with PDF.js when a page of it is to be drawn, and read in parts.

import * as pdfjs from "./pdf.min.mjs";

pdfjs.GlobalWorkerOptions.workerSrc = new URL("pdf.worker.min.mjs", import.meta.url).href;
const worker = new pdfjs.PDFWorker({ name: "stagebrief" });
const CHUNK = 1 << 18;

export const TextLayer = pdfjs.TextLayer;

export class Edition {
  constructor({ target, version, url, pages, sizes }) {
    Object.assign(this, { target, version, url, pages });
    this.sizes = sizes.flatMap(([count, width, height]) => Array(count).fill({ width, height }));
    this.looks = new Map();
    this.task = null;
  }

  document() {
    this.task ??= pdfjs.getDocument({
      url: new URL(this.url, document.baseURI).href,
      worker,
      rangeChunkSize: CHUNK,
      disableAutoFetch: true,
      disableStream: true,
      enableXfa: false,
      useWasm: false, // it would need a policy that lets scripts be made of data
      wasmUrl: new URL("./", import.meta.url).href,
      verbosity: 0,
    });
    return this.task.promise;
  }

  async page(index) {
    return (await this.document()).getPage(index + 1);
  }

  // A digest of what is drawn on a page; those of its neighbours are asked for with it.
  look(index) {
    if (!this.looks.has(index)) {
      const first = Math.max(0, index - 2);
      const last = Math.min(this.pages - 1, index + 4);
      const answer = fetch(`looks/${this.target}/${this.version}?first=${first}&last=${last}`)
        .then((found) => (found.ok ? found.json() : []))
        .catch(() => []);
      for (let at = first; at <= last; at++) {
        if (!this.looks.has(at)) this.looks.set(at, answer.then((list) => list[at - first] ?? ""));
      }
    }
    return this.looks.get(index);
  }

  close() {
    this.task?.destroy().catch(() => {});
    this.task = null;
  }
}
