import { init, type EChartsOption } from 'echarts';

export interface SvgSize {
  readonly width: number;
  readonly height: number;
}

/** The background is white whatever the page is: the picture is the same in light and in dark mode. */
const COMMON: EChartsOption = {
  animation: false,
  backgroundColor: '#ffffff',
  textStyle: { fontFamily: 'sans-serif', color: '#1f2328' },
};

/** Styles that answer to a pointer, which a picture does not have. */
const POINTER_STYLES = /<style\b.*?<\/style>\s*| class="[^"]*"/gs;
/** The library numbers its plots over the life of the process. */
const NUMBERED = /\bzr\d+-/g;

/** Draws a plot. The same plot gives the same text. */
export const svg = (plot: EChartsOption, size: SvgSize): string => {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    chart.setOption({ ...COMMON, ...plot });
    return chart.renderToSVGString().replaceAll(POINTER_STYLES, '').replaceAll(NUMBERED, '');
  } finally {
    chart.dispose();
  }
};
