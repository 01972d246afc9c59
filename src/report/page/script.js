(function () {
  "use strict";
  var words = JSON.parse(document.getElementById("words").textContent);
  var root = document.documentElement;
  function say(lang) {
    root.lang = lang === "zh" ? "zh-CN" : "en";
    var at = lang === "zh" ? 0 : 1;
    document.querySelectorAll("[data-t]").forEach(function (e) { e.textContent = words[e.dataset.t][at]; });
    document.querySelectorAll("[data-en]").forEach(function (e) { e.textContent = lang === "zh" ? e.dataset.zh : e.dataset.en; });
    document.querySelectorAll("[data-hint]").forEach(function (e) { e.placeholder = words[e.dataset.hint][at]; });
    document.title = words[root.dataset.title || "report"][at] + " · " + root.dataset.project;
    document.getElementById("lang").textContent = lang === "zh" ? "English" : "中文";
  }
  function dark() {
    return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }
  document.getElementById("lang").onclick = function () { say(root.lang === "en" ? "zh" : "en"); };
  document.getElementById("theme").onclick = function () { root.dataset.theme = dark() ? "light" : "dark"; };
  function key(row, i) {
    var cell = row.cells[i];
    var value = cell.dataset.v !== undefined ? cell.dataset.v : cell.textContent.trim();
    var number = parseFloat(value);
    return cell.dataset.v !== undefined && !isNaN(number) ? number : value;
  }
  document.querySelectorAll("table.sort").forEach(function (table) {
    var body = table.tBodies[0];
    table.querySelectorAll("th").forEach(function (th, i) {
      th.tabIndex = 0;
      th.onclick = function () {
        var up = th.getAttribute("aria-sort") === "descending";
        table.querySelectorAll("th").forEach(function (other) { other.removeAttribute("aria-sort"); });
        th.setAttribute("aria-sort", up ? "ascending" : "descending");
        Array.from(body.rows).sort(function (a, b) {
          var x = key(a, i), y = key(b, i);
          if (x === "" || y === "") { return (x === "") - (y === ""); }
          var order = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y));
          return up ? order : -order;
        }).forEach(function (row) { body.appendChild(row); });
      };
      th.onkeydown = function (e) { if (e.key === "Enter") { th.onclick(); } };
    });
  });
  document.querySelectorAll("input[type=search]").forEach(function (input) {
    input.oninput = function () {
      var want = input.value.toLowerCase();
      Array.from(document.getElementById(input.dataset.for).tBodies[0].rows).forEach(function (row) {
        row.hidden = row.textContent.toLowerCase().indexOf(want) < 0;
      });
    };
  });
  var source = document.getElementById("source");
  if (source) {
    document.querySelectorAll("a[data-w]").forEach(function (a) {
      a.tabIndex = 0;
      a.title = a.dataset.f + ": " + a.dataset.w;
      a.setAttribute("role", "button");
      a.onclick = function () {
        var file = document.getElementById("source_file");
        file.textContent = a.dataset.f;
        file.href = "../" + a.dataset.f;
        document.getElementById("source_where").textContent = a.dataset.w;
        source.hidden = false;
      };
      a.onkeydown = function (e) { if (e.key === "Enter") { a.onclick(); } };
    });
    source.querySelector("button").onclick = function () { source.hidden = true; };
  }
})();
