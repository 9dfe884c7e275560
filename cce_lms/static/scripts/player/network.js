// Remembers for a week that the player did not answer in this browser, so that the page offers the other ways first.
// The page about privacy names this cookie.

const NAME = "player-blocked";
const WEEK = 7 * 24 * 60 * 60;

function keep(value, seconds) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${NAME}=${value}; max-age=${seconds}; path=/; samesite=lax${secure}`;
}

export const remember = () => keep("1", WEEK);

export const forget = () => {
  if (document.cookie.includes(`${NAME}=`)) keep("", 0);
};
