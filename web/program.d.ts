// The program's exported functions (src/app/platform/page.cc), as web/*.js call them. This is their
// only list: CMake exports the name of every line that begins with two spaces and `_`. Types alone:
// no part of the page.

/** An address in the program's memory; of a string or an error, 0 for none. */
type Address = number;

interface Exported {
  _malloc(size: number): Address;
  _free(address: Address): void;

  _latentpad_start(): Address;
  _latentpad_prepare(ratio: number): number;
  _latentpad_ready(): number;
  _latentpad_load_model(bytes: Address, size: number, path: Address, sha256: Address): Address;
  _latentpad_load_map(bytes: Address, size: number, path: Address, sha256: Address): Address;
  _latentpad_offer_digits(): void;
  _latentpad_load_digits(
    images: Address,
    imagesSize: number,
    labels: Address,
    labelsSize: number,
  ): Address;
  _latentpad_load_picture(rgba: Address, width: number, height: number): Address;
  _latentpad_fetch_progress(key: Address, share: number): void;
  _latentpad_fetch_failed(key: Address, sentence: Address): void;
  _latentpad_offer_walk(): void;
  _latentpad_open_model(bytes: Address, size: number, name: Address, current: number): Address;
  _latentpad_offer_learning(withDigits: number): void;
  _latentpad_offer_images(name: Address, count: number): void;
  _latentpad_learner_buffer(size: number): Address;
  _latentpad_learner_said(json: Address): Address;
  _latentpad_mine(): Address;
  _latentpad_mine_size(): number;

  _latentpad_resize(deviceWidth: number, deviceHeight: number, ratio: number): void;
  _latentpad_pointer_press(
    x: number,
    y: number,
    seconds: number,
    finger: number,
    pressure: number,
    eraser: number,
  ): void;
  _latentpad_pointer_move(x: number, y: number, pressure: number): void;
  _latentpad_pointer_lift(x: number, y: number): void;
  _latentpad_pointer_cancel(): void;
  _latentpad_pointer_take_back(): void;
  _latentpad_pointer_leave(): void;
  _latentpad_pinching(pinching: number): void;
  _latentpad_pinch(x: number, y: number, panX: number, panY: number, scale: number): void;
  _latentpad_takes_wheel(y: number): number;
  _latentpad_wheel(x: number, y: number): void;
  _latentpad_key(name: Address, down: number, modifiers: number): void;
  _latentpad_text(text: Address): void;
  _latentpad_wants_text(): number;
  _latentpad_set_night(night: number): void;
  _latentpad_set_reduced_motion(reduced: number): void;
  _latentpad_context_lost(): void;
  _latentpad_context_restored(): void;

  _latentpad_state(): Address;
  _latentpad_rects(): Address;
  _latentpad_mirror(): Address;
  _latentpad_code(): Address;
  _latentpad_address(): Address;
  _latentpad_open_address(address: Address): Address;
  _latentpad_act(json: Address): Address;
  _latentpad_tell(notice: Address): void;
  _latentpad_encode(pixels: Address, count: number): Address;
  _latentpad_decode(z: Address, count: number): Address;
}

/** What latentpad.js makes: the functions above, the memory they work on, and a reader of it. */
interface Program extends Exported {
  HEAPU8: Uint8Array;
  HEAPF32: Float32Array;
  UTF8ToString(address: Address): string;
}

/** The names of the functions that take such arguments. */
type NameOf<Signature> = {
  [Name in keyof Exported]: Exported[Name] extends Signature ? Name : never;
}[keyof Exported];
