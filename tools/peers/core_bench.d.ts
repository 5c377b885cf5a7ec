// The exported functions of core_bench.cc: their only list.

interface CoreBench {
  _malloc(size: number): number;
  _bench_load(bytes: number, size: number): number;
  _bench_input(rows: number, count: number): number;
  _bench_reconstruct(): number;
  _bench_decode(): number;
  _bench_train(steps: number): void;
  HEAPU8: Uint8Array;
}
