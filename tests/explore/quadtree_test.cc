#include "explore/quadtree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "explore/random_points.h"

namespace vae {
namespace {

MapPoints RandomMap(Index n, uint64_t seed) {
  return RandomPoints(2, n, seed).transpose().cast<double>().array();
}

// What every tree must be, whatever its points.
void ExpectSound(const Quadtree& tree, const MapPoints& positions) {
  const auto n = static_cast<int32_t>(positions.rows());
  std::vector<int32_t> order = tree.order();
  for (size_t i = 0; i < order.size(); ++i) {
    ASSERT_EQ(tree.x()[i], positions(order[i], 0));
    ASSERT_EQ(tree.y()[i], positions(order[i], 1));
  }
  std::sort(order.begin(), order.end());
  std::vector<int32_t> all(static_cast<size_t>(n));
  std::iota(all.begin(), all.end(), 0);
  ASSERT_EQ(order, all);

  int32_t covered = 0;
  for (const int32_t leaf : tree.leaves()) {  // the leaves share the points out, in order
    const Quadtree::Node& node = tree.nodes()[static_cast<size_t>(leaf)];
    EXPECT_TRUE(node.leaf);
    EXPECT_EQ(node.first, covered);
    covered = node.last;
  }
  EXPECT_EQ(covered, n);
  for (const Quadtree::Node& node : tree.nodes()) {
    ASSERT_LT(node.first, node.last);
    Quadtree::Box box = {1e300, -1e300, 1e300, -1e300};
    double sum_x = 0;
    double sum_y = 0;
    for (auto i = static_cast<size_t>(node.first); i < static_cast<size_t>(node.last); ++i) {
      box = {std::min(box.min_x, tree.x()[i]), std::max(box.max_x, tree.x()[i]),
             std::min(box.min_y, tree.y()[i]), std::max(box.max_y, tree.y()[i])};
      sum_x += tree.x()[i];
      sum_y += tree.y()[i];
    }
    EXPECT_EQ(node.box.min_x, box.min_x);
    EXPECT_EQ(node.box.max_x, box.max_x);
    EXPECT_EQ(node.box.min_y, box.min_y);
    EXPECT_EQ(node.box.max_y, box.max_y);
    EXPECT_NEAR(node.x, sum_x / (node.last - node.first), 1e-12);
    EXPECT_NEAR(node.y, sum_y / (node.last - node.first), 1e-12);
  }
}

TEST(QuadtreeTest, NodesHoldTheirPoints) {
  for (const Index n : {1, 2, 16, 17, 100, 2000}) {
    const MapPoints positions = RandomMap(n, 1);
    ExpectSound(Quadtree(positions), positions);
  }
}

TEST(QuadtreeTest, EqualPointsAndLines) {
  const MapPoints equal = MapPoints::Constant(100, 2, 0.25);
  const Quadtree tree(equal);
  ExpectSound(tree, equal);
  EXPECT_EQ(tree.nodes().size(), 1u);
  MapPoints line = RandomMap(300, 2);
  line.col(1) = 1;
  ExpectSound(Quadtree(line), line);
  MapPoints outlier = RandomMap(300, 3);  // all others in the smallest quadrant
  outlier.row(17) << 1e9, 1e9;
  ExpectSound(Quadtree(outlier), outlier);
}

TEST(QuadtreeTest, SmallLeavesOfPointsThatDiffer) {
  const MapPoints positions = RandomMap(5000, 4);
  const Quadtree tree(positions);
  for (const int32_t leaf : tree.leaves()) {
    const Quadtree::Node& node = tree.nodes()[static_cast<size_t>(leaf)];
    EXPECT_LE(node.last - node.first, 16);
  }
  EXPECT_LT(tree.nodes().size(), 5000u);
}

TEST(QuadtreeTest, InteractionsCountEveryPointOnceAndOnesOwnLeafSingly) {
  const MapPoints positions = RandomMap(3000, 5);
  const Quadtree tree(positions);
  Quadtree::Interactions from;
  size_t listed = 0;
  for (const double theta : {0.0, 0.5, 1.0}) {
    for (const int32_t index : tree.leaves()) {
      const Quadtree::Node& leaf = tree.nodes()[static_cast<size_t>(index)];
      tree.FindInteractions(leaf, theta, from);
      ASSERT_EQ(from.x.size(), from.count.size());
      ASSERT_EQ(from.y.size(), from.count.size());
      EXPECT_EQ(std::accumulate(from.count.begin(), from.count.end(), 0.0), 3000);
      for (auto i = static_cast<size_t>(leaf.first); i < static_cast<size_t>(leaf.last); ++i) {
        const auto own = std::find(from.x.begin(), from.x.end(), tree.x()[i]) - from.x.begin();
        ASSERT_LT(own, std::ssize(from.x));
        EXPECT_EQ(from.count[static_cast<size_t>(own)], 1);
        EXPECT_EQ(from.y[static_cast<size_t>(own)], tree.y()[i]);
      }
      if (theta == 0.5) listed += from.x.size();
      if (theta == 0) {
        EXPECT_EQ(from.x.size(), 3000u);
      }
    }
  }
  EXPECT_LT(listed / tree.leaves().size(), 1000u) << "far nodes do not stand for their points";
}

TEST(QuadtreeTest, OnlyFarNodesStandForTheirPoints) {
  const Quadtree tree(RandomMap(1000, 6));
  Quadtree::Interactions from;
  for (const double theta : {0.3, 0.8}) {
    double closest = 1e300;  // of all distances, in terms of the smallest allowed
    for (const int32_t index : tree.leaves()) {
      const Quadtree::Node& leaf = tree.nodes()[static_cast<size_t>(index)];
      tree.FindInteractions(leaf, theta, from);
      for (size_t i = 0; i < from.x.size(); ++i) {
        if (from.count[i] == 1) continue;
        const auto node = std::find_if(
            tree.nodes().begin(), tree.nodes().end(),
            [&](const Quadtree::Node& n) { return n.x == from.x[i] && n.y == from.y[i]; });
        ASSERT_NE(node, tree.nodes().end());
        EXPECT_EQ(node->last - node->first, from.count[i]);
        const double x = std::clamp(node->x, leaf.box.min_x, leaf.box.max_x);
        const double y = std::clamp(node->y, leaf.box.min_y, leaf.box.max_y);
        const double distance = std::hypot(node->x - x, node->y - y);
        const double diagonal =
            std::hypot(node->box.max_x - node->box.min_x, node->box.max_y - node->box.min_y);
        closest = std::min(closest, distance / (diagonal / theta));
      }
    }
    EXPECT_GT(closest, 1 - 1e-12) << theta;
    EXPECT_LT(closest, 1.02) << theta << ": nodes that are far enough are not used";
  }
}

}  // namespace
}  // namespace vae
