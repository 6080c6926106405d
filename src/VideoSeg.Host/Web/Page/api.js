// Requests to the service. What is refused becomes an Error with the service's own words.

/** The address of something that belongs to a stream. */
export const streamUrl = (stream, what = "", query = {}) => {
  const parameters = new URLSearchParams(query).toString();
  return `/api/streams/${encodeURIComponent(stream)}${what}${parameters && `?${parameters}`}`;
};

/** JSON from an address. */
export async function getJson(url, signal) {
  return (await request(url, { signal, headers: { accept: "application/json" } })).json();
}

/** Sends JSON; gives the answer's JSON, or null where it has none. */
export async function postJson(url, body) {
  const response = await request(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const text = await response.text();
  return text ? JSON.parse(text) : null;
}

/** Fetches a file and lets the browser save it under the name that the service gives it; returns that name. */
export async function download(url) {
  const response = await request(url, {});
  const name = /filename="?([^";]+)/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "picture";
  const blob = await response.blob();
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return name;
}

async function request(url, options) {
  let response;
  try {
    response = await fetch(url, { cache: "no-store", ...options });
  } catch (e) {
    throw e.name === "AbortError" ? e : new Error("the service does not answer");
  }

  if (!response.ok) {
    throw new Error(await reason(response));
  }

  return response;
}

async function reason(response) {
  try {
    const problem = await response.json();
    return problem.detail || problem.title || `the service answered ${response.status}`;
  } catch {
    return `the service answered ${response.status}`;
  }
}
