/* Passkeys: a form that carries the device's answer. It stands on two pages alone; without it codes do the same. */
"use strict";
(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  async function make(options) {
    const publicKey = {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: known(options.excludeCredentials),
    };
    const made = await navigator.credentials.create({ publicKey });
    const { clientDataJSON, attestationObject } = made.response;
    const transports = made.response.getTransports ? made.response.getTransports() : [];
    return answer(made, {
      clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject), transports,
    });
  }

  async function show(options) {
    const publicKey = {
      ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials),
    };
    const shown = await navigator.credentials.get({ publicKey });
    const { clientDataJSON, authenticatorData, signature, userHandle } = shown.response;
    return answer(shown, {
      clientDataJSON: text(clientDataJSON),
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      userHandle: userHandle ? text(userHandle) : null,
    });
  }

  const answer = (one, response) =>
    JSON.stringify({
      id: one.id, rawId: text(one.rawId), type: one.type, response,
      clientExtensionResults: one.getClientExtensionResults(),
    });

  for (const form of document.querySelectorAll("form[data-passkey-make], form[data-passkey-show]")) {
    if (!window.PublicKeyCredential) continue;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      const field = form.elements.passkey;
      if (field.value) return;
      event.preventDefault();
      const failed = form.querySelector("[data-passkey-failed]");
      failed.hidden = true;
      try {
        const { passkeyMake, passkeyShow } = form.dataset;
        field.value = passkeyMake ? await make(JSON.parse(passkeyMake)) : await show(JSON.parse(passkeyShow));
        form.submit();
      } catch {
        failed.hidden = false; // given up, timed out, or already kept on this device
        failed.focus();
      }
    });
  }
})();
