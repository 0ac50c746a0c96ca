// Browsers start no workers for pages opened from a folder. The search runs in a hidden frame there:
// the same messages go in and out, so that it answers without a server and without a network.
(() => {
  if (location.protocol !== "file:") return

  const load = (page, url) =>
    new Promise((resolve, reject) => {
      const script = page.createElement("script")
      script.src = url
      script.onload = resolve
      script.onerror = reject
      page.body.appendChild(script)
    })

  // The search looks for this name to find the files beside it.
  window.Worker = window.IFrameWorker = class extends EventTarget {
    constructor(url) {
      super()
      const frame = document.createElement("iframe")
      frame.hidden = true
      document.body.appendChild(frame)
      this.inside = frame.contentWindow
      this.inside.postMessage = data => this.dispatchEvent(new MessageEvent("message", { data }))
      this.inside.importScripts = (...urls) =>
        urls.reduce(
          (before, each) => before.then(() => load(frame.contentDocument, each)),
          Promise.resolve()
        )
      this.ready = load(frame.contentDocument, url)
    }

    postMessage(data) {
      this.ready.then(() => {
        this.inside.dispatchEvent(new this.inside.MessageEvent("message", { data }))
      })
    }
  }
})()
