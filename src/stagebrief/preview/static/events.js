// The server's events: the whole state after each change; when the server is gone it is asked again until it is back.

const AGAIN = 1500;

export function listen({ onState, onGone }) {
  let source = null;

  function open() {
    source = new EventSource("events");
    let first = true;
    source.addEventListener("state", (event) => {
      onState(JSON.parse(event.data), first);
      first = false;
    });
    source.addEventListener("bye", () => lose("Watching has ended."));
    source.addEventListener("error", () => lose("The server is gone; trying again."));
  }

  function lose(words) {
    source.close();
    onGone(words);
    setTimeout(open, AGAIN);
  }

  open();
}

export async function ask(what, question) {
  try {
    const answer = await fetch(what, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(question),
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
