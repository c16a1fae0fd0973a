// A count in front of the page's title, for a tab in the background. The page may change its title meanwhile; only our own
// mark is ever taken away.
const kMark = /^\(\d+\) /;

export function showInTitle(count: number): void {
  const bare = document.title.replace(kMark, '');
  const title = count > 0 ? `(${count}) ${bare}` : bare;
  if (document.title !== title) document.title = title;
}
