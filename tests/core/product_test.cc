#include "core/product.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace vae {
namespace {

// Numbers in [-1, 1] without a pattern that a wrong index would keep.
std::vector<Scalar> Numbers(Index size, double seed) {
  std::vector<Scalar> numbers;
  for (Index i = 0; i < size; ++i) {
    numbers.push_back(static_cast<Scalar>(std::sin(seed * static_cast<double>(i * i + 3 * i + 1))));
  }
  return numbers;
}

struct Sizes {
  Index terms, rows, columns;
};

// More and fewer than a tile of every size, with and without a rest.
std::vector<Sizes> AllSizes() {
  std::vector<Sizes> all;
  for (const Index terms : {0, 1, 3, 50}) {
    for (const Index rows : {1, 2, 3, 4, 5, 7, 12, 13, 24, 31}) {
      for (const Index more :
           {Index{0}, Index{1}, kLanes - 1, kLanes, kLanes + 3, 3 * kLanes + 1}) {
        all.push_back({terms, rows, kLanes + more});
      }
    }
  }
  return all;
}

// The definition.
double Element(const ProductInput& a, const Scalar* b, Index b_row, Index terms, Index m, Index n) {
  double sum = 0;
  for (Index k = 0; k < terms; ++k) {
    sum += static_cast<double>(a.data[k * a.row + m * a.column]) *
           static_cast<double>(b[k * b_row + n]);
  }
  return sum;
}

TEST(ProductTest, AgreesWithLoopsForAllSizesAndLayouts) {
  const double tolerance = 100 * static_cast<double>(std::numeric_limits<Scalar>::epsilon());
  constexpr Scalar kUntouched = 7;
  for (const auto& [terms, rows, columns] : AllSizes()) {
    SCOPED_TRACE(testing::Message() << terms << " terms, " << rows << "x" << columns);
    const std::vector<Scalar> a = Numbers((terms + 2) * (rows + 2), 0.37);
    const Index b_row = columns + 5, c_row = columns + 2;
    const std::vector<Scalar> b = Numbers(terms * b_row + columns, 0.61);
    for (const ProductInput& input :
         {ProductInput{a.data(), rows + 1, 1}, ProductInput{a.data(), 1, terms + 1}}) {
      std::vector<Scalar> c(static_cast<size_t>(rows * c_row), kUntouched);
      Product(input, b.data(), b_row, {terms}, rows, columns, c.data(), c_row);
      for (Index m = 0; m < rows; ++m) {
        for (Index n = 0; n < c_row; ++n) {
          const auto value = static_cast<double>(c[static_cast<size_t>(m * c_row + n)]);
          const double expected =
              n < columns ? Element(input, b.data(), b_row, terms, m, n) : kUntouched;
          ASSERT_NEAR(value, expected, tolerance) << m << " " << n;
        }
      }
    }
  }
}

TEST(ProductTest, SameBitsHoweverRowsAndColumnsAreShared) {
  constexpr Index kTerms = 40, kRows = 29, kColumns = 5 * kLanes;
  const std::vector<Scalar> a = Numbers(kTerms * kRows, 0.37);
  const std::vector<Scalar> b = Numbers(kTerms * kColumns, 0.61);
  std::vector<Scalar> whole(kRows * kColumns), parts(kRows * kColumns);
  Product({a.data(), kRows, 1}, b.data(), kColumns, {kTerms}, kRows, kColumns, whole.data(),
          kColumns);
  for (const Index row : {0, 3, 10, 23}) {
    const Index rows = row == 0 ? 3 : row == 3 ? 7 : row == 10 ? 13 : 6;
    for (Index column = 0; column < kColumns; column += kLanes) {
      Product({a.data() + row, kRows, 1}, b.data() + column, kColumns, {kTerms}, rows, kLanes,
              parts.data() + row * kColumns + column, kColumns);
    }
  }
  EXPECT_EQ(parts, whole);
}

TEST(ProductTest, AddsTheTermsOfAList) {
  constexpr Index kRows = 13, kColumns = kLanes + 2;
  const std::vector<Scalar> a = Numbers(6 * kRows, 0.37), b = Numbers(6 * kColumns, 0.61);
  const std::vector<Index> list = {1, 2, 5};
  std::vector<Scalar> c(kRows * kColumns);
  Product({a.data(), kRows, 1}, b.data(), kColumns, {3, list.data()}, kRows, kColumns, c.data(),
          kColumns);
  for (Index m = 0; m < kRows; ++m) {
    for (Index n = 0; n < kColumns; ++n) {
      double expected = 0;
      for (const Index k : list) {
        expected += static_cast<double>(a[static_cast<size_t>(k * kRows + m)]) *
                    static_cast<double>(b[static_cast<size_t>(k * kColumns + n)]);
      }
      EXPECT_NEAR(static_cast<double>(c[static_cast<size_t>(m * kColumns + n)]), expected, 1e-6);
    }
  }
}

}  // namespace
}  // namespace vae
