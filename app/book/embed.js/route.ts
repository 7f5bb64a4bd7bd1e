/** Gives frames that show a booking page the height of what they show. Listens to our own frames only. */
const SCRIPT = `(() => {
  addEventListener("message", (event) => {
    const height = event.data && event.data.favcrmBookHeight;
    if (typeof height !== "number" || !(height > 0)) return;
    for (const frame of document.querySelectorAll("iframe[data-favcrm-book]")) {
      if (frame.contentWindow === event.source) frame.style.height = Math.min(height, 20000) + "px";
    }
  });
})();
`;

/** The script of the embed snippet. */
export function GET(): Response {
  return new Response(SCRIPT, {
    headers: {
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=3600",
      "cross-origin-resource-policy": "cross-origin",
      "x-content-type-options": "nosniff",
    },
  });
}
