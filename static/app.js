// Comfort only: every page works without this file.
(() => {
  "use strict";
  const all = (css, act) => document.querySelectorAll(css).forEach(act);
  document.documentElement.classList.add("js");

  // One submit a form; buttons come back with the page.
  const sent = new Set();
  const free = (form) => {
    sent.delete(form);
    form.querySelectorAll("[data-off]").forEach((button) => {
      button.disabled = false;
      button.removeAttribute("data-off");
    });
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    // After the browser has read the pressed button's value.
    setTimeout(() => form.querySelectorAll("button[type=submit]:not(:disabled)").forEach((button) => {
      button.disabled = true;
      button.setAttribute("data-off", "");
    }), 0);
    setTimeout(() => free(form), 15000);
  });
  addEventListener("pageshow", () => [...sent].forEach(free));

  all("input[type=password]", (input) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link show";
    button.textContent = "Hiện mật khẩu";
    button.addEventListener("click", () => {
      const shown = input.type === "text";
      input.type = shown ? "password" : "text";
      button.textContent = shown ? "Hiện mật khẩu" : "Ẩn mật khẩu";
    });
    (input.closest("label") || input).after(button);
  });
  document.addEventListener("submit", () => all("input[name=password],input[name=old]", (input) => { input.type = "password"; }));

  all("textarea[readonly],input[readonly]", (field) => field.addEventListener("focus", () => field.select()));

  const old = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "vh";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  };
  all("[data-copy]", (button) => {
    const words = button.textContent;
    const told = document.createElement("span");
    told.className = "vh";
    told.setAttribute("role", "status");
    button.after(told);
    button.addEventListener("click", async () => {
      const from = document.getElementById(button.dataset.copy);
      const text = from.value === undefined ? from.textContent : from.value;
      let done = false;
      try {
        await navigator.clipboard.writeText(text);
        done = true;
      } catch {
        done = old(text);
      }
      if (!done && from.select) from.select();
      told.textContent = button.textContent = done ? "Đã sao chép" : "Vui lòng giữ tay vào chữ để sao chép";
      setTimeout(() => { button.textContent = words; told.textContent = ""; }, 4000);
    });
  });

  all(".js-print", (button) => button.addEventListener("click", () => print()));

  // Verdicts on number and name while typing.
  all("form[data-check]", (form) => {
    let timer = 0;
    let turn = 0;
    const check = async () => {
      const mine = ++turn;
      try {
        const body = new URLSearchParams(new FormData(form));
        const reply = await fetch(form.dataset.check, { method: "POST", body, redirect: "error" });
        if (!reply.ok || mine !== turn) return;
        const page = new DOMParser().parseFromString(await reply.text(), "text/html");
        if (mine !== turn) return;
        ["phone-say", "name-say"].forEach((id) => {
          const now = document.getElementById(id);
          const next = page.getElementById(id);
          if (now && next) {
            now.className = next.className;
            now.replaceChildren(...next.childNodes);
          }
        });
      } catch { /* the form still tells after it was sent */ }
    };
    form.addEventListener("input", (event) => {
      if (!["phone", "zalo_name"].includes(event.target.name)) return;
      clearTimeout(timer);
      timer = setTimeout(check, 500);
    });
  });
})();
