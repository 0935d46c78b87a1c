// What the author has chosen, kept in this browser; without storage it lasts as long as the page.

const memory = new Map();

export function kept(name) {
  try {
    return localStorage.getItem(`stagebrief.${name}`) ?? memory.get(name) ?? null;
  } catch {
    return memory.get(name) ?? null;
  }
}

export function keep(name, value) {
  memory.set(name, value);
  try {
    localStorage.setItem(`stagebrief.${name}`, value);
  } catch {
    // it lasts as long as the page
  }
}
