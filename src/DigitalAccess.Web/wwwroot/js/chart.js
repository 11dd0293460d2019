// Draws a bar chart from a table that is already on the page. The table stays: it is the accessible version.
// <div class="chart" data-chart="table-id" data-chart-label="…" hidden></div>
const draw = box => {
  const table = document.getElementById(box.dataset.chart);
  if (!table || !window.echarts) return;

  const heads = [...table.tHead.rows[0].cells].map(cell => cell.textContent.trim());
  const wanted = [...table.tHead.rows[0].cells].map((cell, i) => (cell.hasAttribute("data-chart-series") ? i : -1)).filter(i => i > 0);
  const rows = [...table.tBodies[0].rows];
  // A hidden small number has no data-value: it is drawn as nothing rather than guessed.
  const figure = cell => (cell.dataset.value === undefined ? null : Number(cell.dataset.value));

  box.hidden = false;
  const chart = echarts.init(box, null, { renderer: "canvas" });
  const number = new Intl.NumberFormat(document.documentElement.lang || "sv");

  const paint = () => {
    const style = getComputedStyle(box);
    const token = name => style.getPropertyValue(name).trim();
    const font = { color: token("--text-2"), fontFamily: style.fontFamily, fontSize: 13 };
    const narrow = box.clientWidth < 520;
    chart.setOption({
      animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      animationDuration: 400,
      aria: { enabled: true, label: { description: box.dataset.chartLabel ?? table.caption?.textContent.trim() } },
      textStyle: font,
      color: [token("--chart-1"), token("--chart-2")],
      grid: { left: 8, right: 8, top: 24, bottom: 4, containLabel: true },
      xAxis: {
        type: "category",
        data: rows.map(row => row.cells[0].dataset.short ?? row.cells[0].textContent.trim()),
        axisLine: { lineStyle: { color: token("--line-strong") } },
        axisTick: { show: false },
        axisLabel: { ...font, interval: narrow ? "auto" : 0 },
      },
      yAxis: {
        type: "value",
        minInterval: 1,
        splitLine: { lineStyle: { color: token("--line") } },
        axisLabel: { ...font, formatter: value => number.format(value) },
      },
      series: wanted.map(i => ({
        name: heads[i],
        type: "bar",
        barMaxWidth: 34,
        barGap: "12%",
        data: rows.map(row => figure(row.cells[i])),
        itemStyle: { borderRadius: [3, 3, 0, 0] },
        label: { show: !narrow && wanted.length === 1, position: "top", ...font, formatter: item => (item.value == null ? "" : number.format(item.value)) },
      })),
    }, true);
  };

  paint();
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", box.dataset.chartLabel ?? table.caption?.textContent.trim() ?? "");
  new ResizeObserver(() => { chart.resize(); paint(); }).observe(box);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
};

document.querySelectorAll("[data-chart]").forEach(draw);
