import { Controller } from "@hotwired/stimulus";

// Asks the device for a passkey (WebAuthn level 3), to sign in or to make one, and sends the form with the answer.
export default class extends Controller {
  static targets = ["credential", "refused", "unknown", "double"];
  static values = { options: String, address: String };

  get() {
    return this.#ask(async ({ request_options: { publicKey } }) =>
      navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) }));
  }

  create() {
    return this.#ask(async ({ creation_options: { publicKey } }) => {
      // Kept by the device and opened by its owner: it can sign in alone, without a password.
      publicKey.authenticatorSelection = {
        ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required",
      };
      return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
    });
  }

  async #ask(device) {
    this.#say(null);
    if (!globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) return this.#say(this.unknownTarget);
    try {
      const credential = await device(await this.#options());
      this.#field().value = JSON.stringify(credential.toJSON());
      this.element.submit();
    } catch (error) {
      this.#say(error.name === "InvalidStateError" ? this.doubleTarget : this.refusedTarget);
    }
  }

  async #options() {
    if (this.optionsValue) return JSON.parse(document.getElementById(this.optionsValue).textContent);
    const answer = await fetch(this.addressValue, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  }

  #field() {
    return this.hasCredentialTarget ? this.credentialTarget : this.element.elements.credential;
  }

  #say(notice) {
    for (const one of [this.refusedTarget, this.unknownTarget, this.doubleTarget]) one.hidden = one !== notice;
  }
}
