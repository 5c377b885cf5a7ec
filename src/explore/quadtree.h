// The quadtree of the Barnes-Hut approximation: far groups of points act as one point in their
// midst. Internal to tsne_gradient.cc and its tests.
#pragma once

#include <cstdint>
#include <vector>

#include "core/types.h"

namespace vae {

// One position on the map per row: column 0 is x, column 1 is y.
using MapPoints = Eigen::Array<double, Eigen::Dynamic, 2>;

// Built from scratch for each set of positions; the same positions give the same tree.
class Quadtree {
 public:
  struct Box {
    double min_x, max_x, min_y, max_y;
  };
  // Nodes stand in depth-first order: the first child follows its parent, and `next` is the first
  // node that is not below this one.
  struct Node {
    int32_t first, last;  // its points are [first, last) in the tree's order
    int32_t next = 0;
    bool leaf = false;
    Box box = {};          // of the points, so never larger than the quadrant
    double diagonal2 = 0;  // its diagonal, squared
    double x = 0, y = 0;   // the mean of the points
  };
  // What acts on the points of a leaf: points and, in their stead, means of far nodes.
  struct Interactions {
    std::vector<double> x, y;
    std::vector<double> count;  // how many points stand there
  };

  explicit Quadtree(const MapPoints& positions);

  const std::vector<Node>& nodes() const { return nodes_; }
  const std::vector<int32_t>& leaves() const { return leaves_; }
  // Which point (row of the positions) is i-th in the tree's order, and where it stands.
  const std::vector<int32_t>& order() const { return order_; }
  const std::vector<double>& x() const { return x_; }
  const std::vector<double>& y() const { return y_; }

  // Sets `interactions` for all points of a leaf at once. A node stands for its points if its
  // diagonal is less than theta times its mean's distance from the nearest corner or side of the
  // leaf's box. With theta <= 1 a point is therefore never part of a node that acts on it, but acts
  // on itself as a single point; theta 0 lists all points.
  void FindInteractions(const Node& leaf, double theta, Interactions& interactions) const;

 private:
  void Sort(const MapPoints& positions);
  void Build(int32_t first, int32_t last, int shift);
  void MakeLeaf(Node& node);
  void MakeParent(size_t parent);

  std::vector<Node> nodes_;
  std::vector<int32_t> leaves_;
  std::vector<uint32_t> codes_;  // Morton codes, ascending
  std::vector<int32_t> order_;
  std::vector<double> x_, y_;
};

}  // namespace vae
