#include "explore/quadtree.h"

#include <algorithm>
#include <array>
#include <utility>

namespace vae {
namespace {

constexpr int32_t kLeafPoints = 16;
constexpr int kLevels = 16;  // quadrants within quadrants

// `value` as one of 2^kLevels cells; what is no number goes to cell 0.
uint32_t Cell(double value, double min, double scale) {
  constexpr double kLast = (1 << kLevels) - 1;
  const double cell = (value - min) * scale;
  if (!(cell > 0)) return 0;
  return static_cast<uint32_t>(std::min(cell, kLast));
}

// Moves bit i of a 16-bit number to bit 2 i.
uint32_t SpreadBits(uint32_t bits) {
  bits = (bits | bits << 8) & 0x00FF00FF;
  bits = (bits | bits << 4) & 0x0F0F0F0F;
  bits = (bits | bits << 2) & 0x33333333;
  return (bits | bits << 1) & 0x55555555;
}

struct Coded {
  uint32_t code;
  int32_t index;
};

// Radix sort by the code, which keeps the order of equal codes.
void SortByCode(std::vector<Coded>& points) {
  constexpr int kDigitBits = 8;
  std::vector<Coded> other(points.size());
  for (int shift = 0; shift < 2 * kLevels; shift += kDigitBits) {
    const auto digit = [shift](const Coded& p) { return p.code >> shift & 0xFF; };
    std::array<size_t, (1 << kDigitBits) + 1> start = {};
    for (const Coded& point : points) ++start[digit(point) + 1];
    for (size_t i = 1; i < start.size(); ++i) start[i] += start[i - 1];
    for (const Coded& point : points) other[start[digit(point)]++] = point;
    points.swap(other);
  }
}

// Distance of a coordinate from an interval.
double Outside(double value, double min, double max) {
  return std::max({min - value, value - max, 0.0});
}

double Square(double value) { return value * value; }

}  // namespace

Quadtree::Quadtree(const MapPoints& positions) {
  Sort(positions);
  const size_t expected_nodes = order_.size() / (kLeafPoints / 4) + 1;
  nodes_.reserve(expected_nodes);
  leaves_.reserve(expected_nodes);
  if (!order_.empty()) Build(0, static_cast<int32_t>(order_.size()), 2 * (kLevels - 1));
}

void Quadtree::Sort(const MapPoints& positions) {
  const auto n = static_cast<size_t>(positions.rows());
  if (n == 0) return;
  const double min_x = positions.col(0).minCoeff();
  const double min_y = positions.col(1).minCoeff();
  const double side =
      std::max(positions.col(0).maxCoeff() - min_x, positions.col(1).maxCoeff() - min_y);
  const double scale = side > 0 ? (1 << kLevels) / side : 0;
  std::vector<Coded> points(n);
  for (size_t i = 0; i < n; ++i) {
    const auto row = static_cast<Index>(i);
    points[i] = {SpreadBits(Cell(positions(row, 0), min_x, scale)) |
                     SpreadBits(Cell(positions(row, 1), min_y, scale)) << 1,
                 static_cast<int32_t>(i)};
  }
  SortByCode(points);
  codes_.resize(n);
  order_.resize(n);
  x_.resize(n);
  y_.resize(n);
  for (size_t i = 0; i < n; ++i) {
    codes_[i] = points[i].code;
    order_[i] = points[i].index;
    x_[i] = positions(points[i].index, 0);
    y_[i] = positions(points[i].index, 1);
  }
}

// The points [first, last), of one quadrant of side 2^(shift / 2 + 1) cells.
void Quadtree::Build(int32_t first, int32_t last, int shift) {
  const auto code = [this, &shift](int32_t i) { return codes_[static_cast<size_t>(i)] >> shift; };
  const size_t parent = nodes_.size();
  nodes_.push_back({.first = first, .last = last});
  // A quadrant within this one that holds all of them tells nothing apart.
  while (shift >= 0 && code(first) == code(last - 1)) shift -= 2;
  if (last - first <= kLeafPoints || shift < 0) {
    MakeLeaf(nodes_[parent]);
    leaves_.push_back(static_cast<int32_t>(parent));
  } else {
    while (first < last) {
      const auto end = static_cast<int32_t>(
          std::partition_point(codes_.begin() + first, codes_.begin() + last,
                               [&](uint32_t c) { return c >> shift == code(first); }) -
          codes_.begin());
      Build(first, end, shift - 2);
      first = end;
    }
    MakeParent(parent);
  }
  nodes_[parent].next = static_cast<int32_t>(nodes_.size());
  nodes_[parent].diagonal2 = Square(nodes_[parent].box.max_x - nodes_[parent].box.min_x) +
                             Square(nodes_[parent].box.max_y - nodes_[parent].box.min_y);
}

void Quadtree::MakeLeaf(Node& node) {
  node.leaf = true;
  const auto first = static_cast<size_t>(node.first);
  const auto last = static_cast<size_t>(node.last);
  node.box = {x_[first], x_[first], y_[first], y_[first]};
  for (size_t i = first; i < last; ++i) {
    node.box = {std::min(node.box.min_x, x_[i]), std::max(node.box.max_x, x_[i]),
                std::min(node.box.min_y, y_[i]), std::max(node.box.max_y, y_[i])};
    node.x += x_[i];
    node.y += y_[i];
  }
  node.x /= static_cast<double>(last - first);
  node.y /= static_cast<double>(last - first);
}

// Sums up the children, which are all nodes from the parent on.
void Quadtree::MakeParent(size_t parent) {
  Node& node = nodes_[parent];
  node.box = nodes_[parent + 1].box;
  for (size_t i = parent + 1; i < nodes_.size(); i = static_cast<size_t>(nodes_[i].next)) {
    const Node& child = nodes_[i];
    node.box = {
        std::min(node.box.min_x, child.box.min_x), std::max(node.box.max_x, child.box.max_x),
        std::min(node.box.min_y, child.box.min_y), std::max(node.box.max_y, child.box.max_y)};
    node.x += child.x * (child.last - child.first);
    node.y += child.y * (child.last - child.first);
  }
  node.x /= node.last - node.first;
  node.y /= node.last - node.first;
}

void Quadtree::FindInteractions(const Node& leaf, double theta, Interactions& interactions) const {
  eigen_assert(theta >= 0 && theta <= 1);
  auto& [x, y, count] = interactions;
  x.clear();
  y.clear();
  count.clear();
  const double theta2 = theta * theta;
  for (size_t i = 0; i < nodes_.size();) {
    const Node& node = nodes_[i];
    const double distance2 = Square(Outside(node.x, leaf.box.min_x, leaf.box.max_x)) +
                             Square(Outside(node.y, leaf.box.min_y, leaf.box.max_y));
    const bool far = node.diagonal2 < theta2 * distance2;
    if (far) {
      x.push_back(node.x);
      y.push_back(node.y);
      count.push_back(node.last - node.first);
    } else if (node.leaf) {
      x.insert(x.end(), x_.begin() + node.first, x_.begin() + node.last);
      y.insert(y.end(), y_.begin() + node.first, y_.begin() + node.last);
      count.resize(x.size(), 1);
    }
    i = far ? static_cast<size_t>(node.next) : i + 1;
  }
}

}  // namespace vae
