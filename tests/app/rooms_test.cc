// Which room of src/app may include which: held by the #include lines.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path kApp = fs::path(VAE_SOURCE_DIR) / "src/app";

// The room of a file of src/app: "ui", "views/map", "views" for the contract and the table, "" for
// what lies beside the rooms.
std::string RoomOf(const fs::path& file) {
  const std::string room = file.parent_path().generic_string();
  return room == "." ? "" : room;
}

// What each room uses besides itself and what lies beside the rooms. The frame, app.cc, uses all.
const std::map<std::string, std::set<std::string>> kUses = {
    {"ui", {}},
    {"model", {"ui"}},
    {"pad", {"ui", "model"}},
    {"views", {"ui", "pad", "model"}},
    {"shell", {"ui", "pad", "model", "views"}},
    {"link", {"ui", "pad", "model", "shell", "views"}},
    {"platform", {"ui", "model"}},
};

// Beside the rooms: the one state and what is said in it, which all but ui share.
const std::set<std::string> kShared = {"rooms.h", "setting.h", "command.h", "state.h", "frame.h"};

bool Allowed(const fs::path& from, const fs::path& included) {
  const std::string room = RoomOf(from);
  const std::string other = RoomOf(included);
  if (room.empty() || room == other) return true;
  if (room == "platform" && included == "app.h") return true;
  if (other.empty()) {
    if (kShared.count(included.generic_string()) > 0) return room != "ui";
    return included == "controls.h" && (room == "shell" || room == "link");
  }
  // A view uses the contract as well, but never another view.
  if (room.starts_with("views/")) {
    return other == "views" || kUses.at("views").count(other) > 0;
  }
  // Nobody else looks into a view.
  return kUses.at(room).count(other) > 0;
}

struct Include {
  fs::path from;
  fs::path what;
};

std::vector<Include> Includes() {
  std::vector<Include> includes;
  const std::string begin = "#include \"app/";
  for (const auto& entry : fs::recursive_directory_iterator(kApp)) {
    const fs::path& path = entry.path();
    if (path.extension() != ".h" && path.extension() != ".cc" && path.extension() != ".in")
      continue;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
      if (!line.starts_with(begin)) continue;
      const size_t end = line.find('"', begin.size());
      includes.push_back({fs::relative(path, kApp), line.substr(begin.size(), end - begin.size())});
    }
  }
  return includes;
}

TEST(Rooms, UseOnlyWhatTheyMay) {
  const std::vector<Include> includes = Includes();
  EXPECT_GT(includes.size(), 300u);
  for (const Include& include : includes) {
    EXPECT_TRUE(Allowed(include.from, include.what))
        << "src/app/" << include.from.generic_string() << " includes app/"
        << include.what.generic_string();
  }
}

TEST(Rooms, AreKnown) {
  for (const auto& entry : fs::directory_iterator(kApp)) {
    if (!entry.is_directory()) continue;
    EXPECT_EQ(kUses.count(entry.path().filename().string()), 1u) << entry.path();
  }
  EXPECT_FALSE(Allowed("views/map/view.cc", "views/morph/way.h"));
  EXPECT_FALSE(Allowed("views/map/view.cc", "link/address.h"));
  EXPECT_FALSE(Allowed("views/map/view.cc", "shell/layout.h"));
  EXPECT_FALSE(Allowed("views/map/view.cc", "platform/platform.h"));
  EXPECT_FALSE(Allowed("shell/layout.cc", "views/code/view.h"));
  EXPECT_FALSE(Allowed("ui/widgets.cc", "state.h"));
  EXPECT_FALSE(Allowed("model/results.cc", "views/view.h"));
}

// Only one room knows what the program runs on.
TEST(Rooms, OnlyThePlatformKnowsThePlatform) {
  for (const auto& entry : fs::recursive_directory_iterator(kApp)) {
    if (entry.is_directory() || RoomOf(fs::relative(entry.path(), kApp)) == "platform") continue;
    if (entry.path().extension() != ".h" && entry.path().extension() != ".cc") continue;
    std::ifstream file(entry.path());
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    for (const char* word : {"EMSCRIPTEN", "emscripten", "SDL_", "<SDL"}) {
      EXPECT_EQ(text.find(word), std::string::npos) << entry.path() << " says " << word;
    }
  }
}

}  // namespace
