"use client";

import { useEffect } from "react";

/** Tells the website around a framed booking page how tall it is. The height is all that is told. */
export function FrameHeight() {
  useEffect(() => {
    // The body is at least as tall as the frame; what it holds is as tall as it is.
    const content = document.getElementById("book");
    if (window.parent === window || !content) return;
    const tell = () => {
      const height = Math.ceil(content.getBoundingClientRect().height);
      window.parent.postMessage({ favcrmBookHeight: height }, "*");
    };
    const observer = new ResizeObserver(tell);
    observer.observe(content);
    return () => observer.disconnect();
  }, []);
  return null;
}
