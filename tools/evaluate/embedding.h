// Where the test digits stand in latent space and on a map of it.
#pragma once

#include <map>
#include <string>

#include "evaluate/context.h"

namespace tools {

struct TestMap {
  vae::Matrix mu;        // (L, N)
  vae::Matrix position;  // (2, N)
  // "none" (L = 2: position is mu), "strip" (L = 1: mu, and a height without meaning that keeps
  // points apart), "tsne" or "pca".
  std::string embedding;
  std::map<std::string, std::string> options;  // of the embedding
  std::string x_name;                          // of the axes
  std::string y_name;
  double trustworthiness = 1;  // of 12 neighbours
};

vae::Result<TestMap> EmbedTestDigits(const Context& context);

}  // namespace tools
