// The address says which view, filters and orders are shown: `#topics?channel=chat&sort.topics=1-down`.

const readAddress = () => {
  const hash = location.hash.slice(1);
  const at = hash.indexOf("?");
  const [id, query] = at < 0 ? [hash, ""] : [hash.slice(0, at), hash.slice(at + 1)];
  let name = id;
  try {
    name = decodeURIComponent(id);
  } catch {
    // An address that was cut leads to the first view.
  }
  return { id: name, params: new URLSearchParams(query) };
};

const address = (id, params) => {
  const query = params.toString();
  return `#${encodeURIComponent(id)}${query ? `?${query}` : ""}`;
};

const filtersOf = (params) => {
  const kept = new URLSearchParams();
  for (const kind of KINDS) if (params.get(kind)) kept.set(kind, params.get(kind));
  return kept;
};
