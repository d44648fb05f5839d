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
      const tick = done && document.getElementById(button.dataset.tick);
      if (tick && !tick.checked) tick.click();
      told.textContent = button.textContent = done ? "Đã sao chép" : "Vui lòng giữ tay vào chữ để sao chép";
      setTimeout(() => { button.textContent = words; told.textContent = ""; }, 4000);
    });
  });

  // How many boxes are ticked, and which are not.
  all("[data-count]", (line) => {
    const boxes = [...document.querySelectorAll(`input[name="${line.dataset.count}"]`)];
    const tell = () => {
      const open = boxes.map((box, at) => [box, at + 1]).filter(([box]) => !box.checked);
      line.textContent = `Đã đánh dấu ${boxes.length - open.length}/${boxes.length} điểm`;
      if (!open.length || open.length === boxes.length) return;
      line.append(", còn điểm ");
      open.forEach(([box, n], at) => {
        const link = document.createElement("a");
        link.href = `#${box.id}`;
        link.textContent = n;
        line.append(at ? ", " : "", link);
      });
    };
    boxes.forEach((box) => box.addEventListener("change", tell));
    tell();
  });

  // The bar of those ticked comes with the first of them.
  all("[data-chosen]", (bar) => {
    const boxes = [...document.querySelectorAll(`input[name="${bar.dataset.chosen}"]`)];
    const tell = () => {
      const many = boxes.filter((box) => box.checked).length;
      bar.classList.toggle("none", !many);
      bar.querySelector("[role=status]").textContent = many ? `Đã chọn ${many}` : "";
    };
    boxes.forEach((box) => box.addEventListener("change", tell));
    addEventListener("pageshow", tell);
    tell();
  });

  // Each choice on the page of all questions is saved when it is made.
  all("form[data-save]", (form) => {
    const turns = new Map();
    form.addEventListener("change", async (event) => {
      const question = event.target.closest("[data-place]");
      if (!question) return;
      const place = question.dataset.place;
      const told = question.querySelector(".saved");
      const tell = (done) => {
        told.textContent = done ? "✓ Đã lưu" : "Chưa lưu";
        told.classList.toggle("yes", done);
      };
      tell(false);
      const turn = (turns.get(place) || 0) + 1;
      turns.set(place, turn);
      const body = new URLSearchParams({ csrf: form.elements.csrf.value, to: "finish" });
      new FormData(form).getAll(`q${place}`).forEach((value) => body.append("answer", value));
      try {
        const reply = await fetch(form.dataset.save + place, { method: "POST", body, redirect: "manual" });
        if (turn === turns.get(place)) tell(reply.type === "opaqueredirect");
      } catch { /* no network: it stays "not saved", the button saves all */ }
    });
  });

  // What was copied stays ticked after a reload.
  all("form[data-keep]", (form) => {
    const name = form.dataset.keep;
    const boxes = [...form.querySelectorAll(`input[name="${name}"]`)];
    const key = `${name} ${location.pathname} ${form.dataset.day || ""}`;
    try {
      const kept = JSON.parse(sessionStorage.getItem(key) || "[]");
      boxes.forEach((box) => { box.checked = box.checked || kept.includes(box.value); });
      form.addEventListener("change", () => {
        sessionStorage.setItem(key, JSON.stringify(boxes.filter((box) => box.checked).map((box) => box.value)));
      });
    } catch { /* no storage: they are ticked again */ }
  });

  // A suggested password is taken with one tap, and shown.
  all("[data-take]", (button) => button.addEventListener("click", () => {
    const field = document.getElementById("password");
    field.type = "text";
    field.value = document.getElementById(button.dataset.take).textContent;
    field.focus();
  }));

  // Panels close with Escape and with a tap beside them.
  const panels = ".who, .more details, .filters";
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    all(`:is(${panels})[open]`, (panel) => { panel.open = false; panel.querySelector("summary").focus(); });
  });
  addEventListener("click", (event) => all(`:is(${panels})[open]`, (panel) => {
    if (!panel.contains(event.target)) panel.open = false;
  }));

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
