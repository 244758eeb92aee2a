// The page's own small interface to the sandbox.

export async function get(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}.`);
  return answer.json();
}

/** Does something; throws with the sandbox's sentence where it cannot be done. */
export async function post(path, deed) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(deed),
  });
  const result = await answer.json();
  if (result.error) throw new Error(result.error);
  return result;
}
