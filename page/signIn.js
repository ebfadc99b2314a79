// Signs in with the issuer whose tokens the API takes: authorization code with PKCE (RFC 7636). Tokens are in memory only. For the way to the
// issuer and back, the tab keeps what the answer must fit to, and the view. Loaded only where the API asks for tokens.
import { Refusal } from "./api.js";
import { element, setText } from "./dom.js";

const pending = "signIn";
// Set from a sign-out until the next sign-in, so that the tab does not sign in again by itself.
const signedOut = "signedOut";
// Before its end a token is refreshed by so much, if it can be.
const margin = 30_000;

/** Resolves to a session when the viewer is signed in. Until then the page is left, or says why it cannot go on. */
export function signedIn(settings) {
  return new Promise((resolve) => new Session(settings).begin(resolve));
}

class Session {
  #tokens = null;
  // Whether the API has taken a token of this session.
  #isTaken = false;
  // Why no further request is sent; null while the session goes on.
  #end = null;
  #over = new AbortController();
  #refreshing = null;

  constructor(settings) {
    this.settings = settings;
    this.host = new URL(settings.issuer).host;
    this.button = element("button", { type: "button", class: "toggle", text: "Sign out", onclick: () => (this.#end ? this.#again() : this.#signOut()) });
  }

  async begin(resolve) {
    try {
      const answer = takeAnswer();
      if (!answer && sessionStorage.getItem(signedOut)) {
        this.#say("You have signed out", "");
      } else if (!answer) {
        show({ title: "Sign in", text: `Taking you to ${this.host} …` });
        await this.#leave();
      } else {
        show({ title: "Sign in", text: "Signing in …" });
        await this.#redeem(answer);
        resume(this.button);
        resolve(this);
      }
    } catch (failure) {
      this.#say("You are not signed in", failure.message);
    }
  }

  /** Sends a request with the token. Leaves the page to sign in again when the token no longer holds. */
  async fetch(address, options) {
    let response = await this.#send(address, options, await this.#token());
    if (response.status === 401 && this.#tokens?.refresh) {
      response = await this.#send(address, options, await this.#refresh());
    }
    if (response.status === 401) {
      this.#expire(`The API does not take what ${this.host} has issued. ${reasonOf(response)}`);
    }
    const lacksScope = response.status === 403 && challengeOf(response).includes('error="insufficient_scope"');
    this.#isTaken ||= response.ok || response.status === 304 || lacksScope;
    if (lacksScope) {
      const scopes = /scope="([^"]*)"/.exec(challengeOf(response))?.[1].split(" ").join(" or ");
      throw new Refusal(403, { detail: `Your access lacks the scope ${scopes}.` });
    }
    return response;
  }

  #send(address, options, token) {
    const signal = options.signal ? AbortSignal.any([options.signal, this.#over.signal]) : this.#over.signal;
    // The API redirects nowhere, and what would be redirected must not take the token along.
    return fetch(address, { ...options, signal, redirect: "error", headers: { ...options.headers, authorization: `Bearer ${token}` } });
  }

  async #token() {
    if (this.#end) {
      throw new Refusal(401, { detail: this.#end });
    }
    const left = this.#tokens.expiresAt - Date.now();
    if (left <= margin && this.#tokens.refresh) {
      return this.#refresh().catch((failure) => (left > 0 && !this.#end ? this.#tokens.access : Promise.reject(failure)));
    }
    if (left <= 0) {
      this.#expire("The token that the page was given had ended.");
    }
    return this.#tokens.access;
  }

  /** A new token for a refresh token, which parallel requests share. */
  #refresh() {
    this.#refreshing ??= this.#ask({ grant_type: "refresh_token", refresh_token: this.#tokens.refresh })
      .catch((failure) => (failure.isFinal ? this.#expire(failure.message) : Promise.reject(failure)))
      .finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  async #redeem({ parameters, asked }) {
    // Some issuers send an error back without the state. Then its words may be of anyone.
    if (parameters.has("error") && !parameters.has("state")) {
      throw new Error(`${this.host} did not sign you in.`);
    }
    if (!asked || parameters.get("state") !== asked.state || (parameters.get("iss") ?? this.settings.issuer) !== this.settings.issuer) {
      throw new Error("This answer does not belong to a sign-in that this page has begun. It may be old, or of another tab.");
    }
    if (parameters.has("error")) {
      throw new Error(wordsOf(this.host, parameters.get("error"), parameters.get("error_description")));
    }
    await this.#ask({ grant_type: "authorization_code", code: parameters.get("code"), redirect_uri: home(), code_verifier: asked.verifier }, asked.nonce);
    sessionStorage.removeItem(signedOut);
  }

  /** Asks the issuer for tokens, keeps them, and returns that for the API. */
  async #ask(form, nonce = null) {
    const { token, clientId, issuer } = this.settings;
    if (!token) {
      throw this.#noAnswer();
    }
    const body = new URLSearchParams({ client_id: clientId, ...form });
    const response = await fetch(token, { method: "POST", body, headers: { accept: "application/json" }, credentials: "omit", cache: "no-store", redirect: "error" })
      .catch(() => Promise.reject(new Error(`${this.host} does not answer, or does not allow this page to ask.`)));
    const answer = await response.json().catch(() => ({}));
    if (!response.ok || !answer.access_token) {
      const isFinal = response.status >= 400 && response.status < 500 && ![408, 429].includes(response.status);
      throw Object.assign(new Error(wordsOf(this.host, answer.error ?? `status ${response.status}`, answer.error_description)), { isFinal });
    }
    if (nonce && answer.id_token) {
      const claims = claimsOf(answer.id_token);
      if (claims.nonce !== nonce || claims.iss !== issuer || ![claims.aud].flat().includes(clientId)) {
        throw new Error(`The answer of ${this.host} is of another sign-in.`);
      }
    }
    // The viewer may have signed out meanwhile.
    if (this.#end) {
      throw new Refusal(401, { detail: this.#end });
    }
    this.#tokens = {
      access: answer.access_token, refresh: answer.refresh_token ?? this.#tokens?.refresh ?? null, id: answer.id_token ?? this.#tokens?.id ?? null,
      expiresAt: answer.expires_in ? Date.now() + answer.expires_in * 1000 : Infinity,
    };
    return answer.access_token;
  }

  /** Sends the browser to the issuer, which sends it back to the view. Does not return. */
  async #leave() {
    const { authorization, clientId, scopes } = this.settings;
    if (!authorization) {
      throw this.#noAnswer();
    }
    const [state, verifier] = [random(), random()];
    const nonce = scopes.split(" ").includes("openid") ? random() : null;
    const challenge = base64url(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier)));
    sessionStorage.setItem(pending, JSON.stringify({ state, nonce, verifier, view: location.search }));
    const address = new URL(authorization);
    const parameters = {
      response_type: "code", client_id: clientId, redirect_uri: home(), scope: scopes, state, code_challenge: challenge, code_challenge_method: "S256",
      ...(nonce ? { nonce } : {}),
      // After a sign-out the issuer may still know the viewer. The next viewer must say who they are.
      ...(sessionStorage.getItem(signedOut) ? { prompt: "login" } : {}),
    };
    Object.entries(parameters).forEach(([name, value]) => address.searchParams.set(name, value));
    location.replace(address);
    await new Promise(() => {});
  }

  /**
   * Ends the session, and throws. The viewer signs in again and comes back to the view: at once, unless the API has never taken a token, so that
   * a mistake in the settings does not go round in circles, or a dialog is open, which may hold what was typed.
   */
  #expire(reason) {
    if (!this.#end) {
      this.#stop("Your sign-in has ended; sign in again.");
      if (!this.#isTaken) {
        this.#say("You are not signed in", reason);
      } else if (document.querySelector("dialog[open]")) {
        setText(this.button, "Sign in again");
      } else {
        this.#again();
      }
    }
    throw new Refusal(401, { detail: this.#end });
  }

  #signOut() {
    const { endSession, clientId } = this.settings;
    const hint = this.#tokens?.id;
    this.#stop("You have signed out.");
    sessionStorage.setItem(signedOut, "true");
    if (endSession) {
      const address = new URL(endSession);
      // Cognito has a name of its own for where to go afterwards; Okta needs the ID token.
      Object.entries({ ...(hint ? { id_token_hint: hint } : {}), client_id: clientId, post_logout_redirect_uri: home(), logout_uri: home() })
        .forEach(([name, value]) => address.searchParams.set(name, value));
      location.replace(address);
    } else {
      this.#say("You have signed out", "");
    }
  }

  #stop(reason) {
    this.#end = reason;
    this.#tokens = null;
    this.#over.abort();
  }

  #noAnswer() {
    return new Error(`${this.host} does not answer, so you cannot sign in now.`);
  }

  #again() {
    this.#leave().catch((failure) => this.#say("You are not signed in", failure.message));
  }

  /** Says why nothing is shown, with a button to sign in. */
  #say(title, text) {
    this.button.remove();
    // Without the issuer's addresses, they are asked for again.
    const go = () => (this.settings.authorization ? this.#again() : location.reload());
    show({ title, text, word: this.settings.authorization ? "Sign in" : "Try again", go });
  }
}

/** Where the issuer sends the browser back to: the page without a view. */
const home = () => new URL("./", document.baseURI).href;

/** What the issuer has added to the address, and what was asked; null without. The address is that of the view again. */
function takeAnswer() {
  const parameters = new URL(location.href).searchParams;
  // The address of a view has its zone, so that dimensions of these names are no answer.
  if (parameters.has("tz") || !(parameters.has("error") || (parameters.has("code") && parameters.has("state")))) {
    return null;
  }
  const asked = JSON.parse(sessionStorage.getItem(pending) ?? "null");
  sessionStorage.removeItem(pending);
  history.replaceState(null, "", asked?.view || "./");
  return { parameters, asked };
}

/** Shows a message in place of the page's parts. */
function show({ title, text, word, go }) {
  const heading = element("h1", { text: title, tabindex: "-1" });
  document.title = `${title} – Sales`;
  document.querySelector(".zone").hidden = true;
  document.getElementById("main").replaceChildren(element("div", { class: "card sign-in" }, heading,
    element("p", { role: "status", text }), word ? element("button", { type: "button", class: "primary", text: word, onclick: go }) : null));
  if (word) {
    heading.focus();
  }
}

/** Makes room for the page's parts. */
function resume(button) {
  document.getElementById("main").replaceChildren();
  document.querySelector(".zone").hidden = false;
  document.getElementById("theme").before(button);
}

const challengeOf = (response) => response.headers.get("www-authenticate") ?? "";

function reasonOf(response) {
  const reason = /error_description="([^"]*)"/.exec(challengeOf(response))?.[1];
  return reason ? `It says: ${reason}.` : "";
}

function wordsOf(host, error, description) {
  return error === "access_denied" ? `The sign-in at ${host} was refused or cancelled.`
    : error === "invalid_scope" ? `${host} does not give this page the access that it asks for.`
    : `${host} could not sign you in: ${description ?? error}`;
}

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

const base64url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** The claims of a token that came from the issuer itself, so that its signature need not be checked (OpenID Connect Core, 3.1.3.7). */
function claimsOf(token) {
  try {
    const text = atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (one) => one.charCodeAt(0))));
  } catch {
    return {};
  }
}
