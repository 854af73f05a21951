/** The code that draws charts; asked for early it comes along with the data. */
export function loadPlot() {
  return import('uplot');
}
