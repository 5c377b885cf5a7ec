#include <gtest/gtest.h>

#include <Eigen/LU>
#include <cmath>

#include "app/controls.h"
#include "app/model/likeness.h"
#include "app/model/models.h"
#include "app/model/results.h"
#include "app/pad/drawing.h"
#include "app/small_model.h"
#include "app/ui/widgets.h"
#include "app/views/map/camera.h"
#include "app/views/map/results.h"
#include "app/views/map/state.h"
#include "app/views/view.h"
#include "core/random.h"
#include "explore/neighbours.h"

namespace app {
namespace {

constexpr Rect kCanvas{100, 50, 400, 200};
constexpr MapBox kBox{{-2, -1}, {2, 3}};

void ExpectNear(MapPlace actual, MapPlace expected, float tolerance) {
  EXPECT_NEAR(actual.x, expected.x, tolerance);
  EXPECT_NEAR(actual.y, expected.y, tolerance);
}

TEST(MapCamera, FitsWithAMarginAndLooksAtTheMiddle) {
  const MapCamera camera = FitCamera(kBox, kCanvas.width, kCanvas.height);
  const ImVec2 middle = ToScreen(camera, kCanvas, {0, 1});
  EXPECT_FLOAT_EQ(middle.x, kCanvas.center().x);
  EXPECT_FLOAT_EQ(middle.y, kCanvas.center().y);
  const ImVec2 top = ToScreen(camera, kCanvas, {0, 3});
  EXPECT_GT(top.y, kCanvas.y) << "large y is up";
  EXPECT_LT(top.y, kCanvas.y + 30);
}

TEST(MapCamera, ScreenAndMapAreInverse) {
  const MapCamera camera{{0.3f, -2}, 17};
  ExpectNear(ToMap(camera, kCanvas, ToScreen(camera, kCanvas, {1.5f, 0.25f})), {1.5f, 0.25f},
             1e-5f);
}

TEST(MapCamera, ZoomKeepsWhatIsUnderThePointer) {
  const MapCamera camera{{0.3f, -2}, 17};
  const ImVec2 pointer{130, 220};
  const MapCamera zoomed = Zoomed(camera, kCanvas, pointer, 3);
  EXPECT_FLOAT_EQ(zoomed.scale, 51);
  ExpectNear(ToMap(zoomed, kCanvas, pointer), ToMap(camera, kCanvas, pointer), 1e-4f);
}

TEST(MapCamera, PanMovesTheMapWithThePointer) {
  const MapCamera camera{{0.3f, -2}, 17};
  const MapPlace under = ToMap(camera, kCanvas, {200, 100});
  ExpectNear(ToMap(Panned(camera, {30, -12}), kCanvas, {230, 88}), under, 1e-4f);
}

TEST(MapCamera, NeverLosesTheMap) {
  const float fitted = FitCamera(kBox, kCanvas.width, kCanvas.height).scale;
  const MapCamera far = KeptNear({{90, -90}, fitted / 1000}, kBox, kCanvas);
  EXPECT_EQ(far.center, (MapPlace{2, -1}));
  EXPECT_GE(far.scale, fitted / 4);
  EXPECT_LE(KeptNear({{0, 0}, fitted * 1e6f}, kBox, kCanvas).scale, fitted * 100);
}

constexpr vae::Index kPoints = 60;

// A map whose codes are scattered and whose places are a linear image of two of their values.
vae::LatentMap MakeMap(vae::Index latent_dim) {
  vae::LatentMap map;
  map.mu.resize(latent_dim, kPoints);
  vae::FillNormal({5, vae::Stream::kSample, 0}, map.mu);
  map.position = 10 * map.mu.topRows(2);
  if (latent_dim == 2) map.position = map.mu;
  map.neg_elbo = vae::Vector::LinSpaced(kPoints, 60, 60 + kPoints - 1);
  for (vae::Index i = 0; i < kPoints; ++i) map.labels.push_back(static_cast<uint8_t>(i % 10));
  return map;
}

class MapTest : public testing::Test {
 protected:
  void Load(int latent_dim, bool with_map = true) {
    state_.ink = vae::EmptyInk();
    state_.view = "map";
    AddModel(state_, SmallModel("test", latent_dim));
    if (with_map) {
      ASSERT_TRUE(AddMap(state_, "test", MakeMap(latent_dim)));
    }
    Draw({0.3f, 0.3f}, {0.7f, 0.6f});
  }

  void Update() { Compute(state_, results_); }

  void Draw(vae::InkPoint from, vae::InkPoint to) {
    BeginStroke(state_, from);
    Update();
    ExtendStroke(state_, to);
    Update();
    EndStroke(state_);
    Update();
  }

  const MapResults& map() const { return results_.views.Of<MapResults>(); }
  MapPlace Locate(const vae::Vector& z) const { return PlaceOfCode(*state_.model, map(), z); }
  vae::Vector Code(MapPlace place) const { return CodeOfPlace(*state_.model, map(), place); }

  int Requests(Request::Kind kind) const {
    return static_cast<int>(
        std::count_if(state_.requests.begin(), state_.requests.end(),
                      [&](const Request& request) { return request.kind == kind; }));
  }

  AppState state_;
  Results results_;
};

TEST_F(MapTest, IsAskedForOnceAndAgainOnlyOnDemand) {
  Load(3, /*with_map=*/false);
  Update();
  EXPECT_EQ(Requests(Request::Kind::kMap), 1);
  EXPECT_FALSE(map().ready);
  FetchFailed(state_, MapKey("test"), "gone");
  Update();
  EXPECT_EQ(Requests(Request::Kind::kMap), 1);
  EXPECT_EQ(state_.error, "gone");
}

TEST_F(MapTest, IsAlsoAskedForWhereNobodyLooksAndThenFailsSilently) {
  state_.view = "sample";
  AddModel(state_, SmallModel("test", 3));
  state_.ink = vae::EmptyInk();
  Update();
  Update();
  EXPECT_EQ(Requests(Request::Kind::kMap), 1);
  FetchFailed(state_, MapKey("test"), "gone");
  EXPECT_EQ(state_.error, "");
}

TEST_F(MapTest, PlaneIsTheCodeItself) {
  Load(2);
  ASSERT_TRUE(map().ready);
  EXPECT_EQ(map().kind, MapKind::kPlane);
  EXPECT_EQ(Code({0.5f, -1.25f}), (vae::Vector(Eigen::Vector2f(0.5f, -1.25f))));
  ExpectNear(map().own, {results_.posterior.mu(0, 0), results_.posterior.mu(1, 0)}, 0);
  ASSERT_TRUE(map().ellipse);
  // Along the axes, twice sigma long.
  const Eigen::Vector2f sigma = results_.posterior.log_sigma.col(0).array().exp();
  const float major = std::hypot(map().ellipse->major.x, map().ellipse->major.y);
  const float minor = std::hypot(map().ellipse->minor.x, map().ellipse->minor.y);
  EXPECT_NEAR(major, 2 * sigma.maxCoeff(), 1e-4f);
  EXPECT_NEAR(minor, 2 * sigma.minCoeff(), 1e-4f);
  Eigen::Index wide = 0;
  sigma.maxCoeff(&wide);
  EXPECT_NEAR(wide == 0 ? map().ellipse->major.y : map().ellipse->major.x, 0, 1e-4f);
}

TEST_F(MapTest, EmbeddingGoesBothWaysByNeighbours) {
  Load(4);
  ASSERT_EQ(map().kind, MapKind::kEmbedding);
  const vae::LatentMap& data = state_.model->map->data;
  EXPECT_EQ(map().position, data.position);
  // A test digit's code stands where the digit does, and back.
  const MapPlace of_17{data.position(0, 17), data.position(1, 17)};
  ExpectNear(Locate(data.mu.col(17)), of_17, 0);
  EXPECT_EQ(Code(of_17), vae::Vector(data.mu.col(17)));
  const vae::Vector between = Code({of_17.x + 0.01f, of_17.y});
  EXPECT_NE(between, vae::Vector(data.mu.col(17)));
  EXPECT_EQ(between,
            vae::PlaceByNeighbours(data.position, data.mu,
                                   Eigen::Vector2f(of_17.x + 0.01f, of_17.y), kMapNeighbours));
  EXPECT_FALSE(map().ellipse);
}

TEST_F(MapTest, PcaIsAPlaneThroughTheCodes) {
  Load(4);
  state_.views.Of<MapState>().pca = true;
  state_.views.Of<MapState>().camera = MapCamera{{1, 1}, 5};
  Update();
  ASSERT_EQ(map().kind, MapKind::kPca);
  EXPECT_FALSE(state_.views.Of<MapState>().camera) << "another layout is fitted again";
  const vae::LatentMap& data = state_.model->map->data;
  const vae::Pca pca = vae::FitPca(data.mu, 2);
  EXPECT_TRUE(map().position.isApprox(vae::Project(pca, data.mu), 1e-4f));
  ExpectNear(Locate(Code({0.7f, -0.2f})), {0.7f, -0.2f}, 1e-4f);
  ASSERT_TRUE(map().ellipse);
  // The area of the ellipse is that of the projected covariance.
  const vae::Vector variance = (2 * results_.posterior.log_sigma.col(0)).array().exp();
  const Eigen::Matrix2f covariance = pca.axes.transpose() * variance.asDiagonal() * pca.axes;
  const MapEllipse& ellipse = *map().ellipse;
  const float area = ellipse.major.x * ellipse.minor.y - ellipse.major.y * ellipse.minor.x;
  EXPECT_NEAR(std::abs(area), 4 * std::sqrt(covariance.determinant()), 1e-3f * std::abs(area));
}

TEST_F(MapTest, TakingAPlaceMakesItsCodeTheCurrentZ) {
  Load(4);
  const MapPlace place{3.5f, -4.5f};
  TakeMapPlace(state_, results_, place, Arrival::kGlide);
  EXPECT_TRUE(state_.z_jumped);
  Update();
  EXPECT_EQ(state_.z, Code(place));
  EXPECT_EQ(state_.z_source, kOfMap);
  EXPECT_EQ(map().z, place) << "the marker stands where it was put";
  EXPECT_EQ(results_.reconstruction, vae::Decode(state_.model->params, state_.z).col(0));
  SetZ(state_, 0, 1.5f);
  Update();
  ExpectNear(map().z, Locate(state_.z), 0);
  FollowDrawing(state_);
  Update();
  EXPECT_EQ(map().z, map().own);
}

TEST_F(MapTest, HoveringDecodesThePlaceAndNothingElse) {
  Load(2);
  state_.views.Of<MapState>().hover = MapPlace{0.25f, 0.5f};
  Update();
  EXPECT_EQ(map().hover_digit,
            vae::Decode(state_.model->params, Eigen::Vector2f(0.25f, 0.5f)).col(0));
  EXPECT_EQ(state_.z_source, ZSource::kMean);
  const uint64_t version = map().hover_version;
  Update();
  EXPECT_EQ(map().hover_version, version) << "the same place is not decoded again";
}

TEST_F(MapTest, TrailFollowsOneDigit) {
  Load(2);
  const size_t first = map().trail.size();
  EXPECT_GE(first, 2u);
  EXPECT_EQ(map().trail.back(), map().own);
  Draw({0.2f, 0.8f}, {0.8f, 0.8f});
  EXPECT_GT(map().trail.size(), first) << "a second stroke goes on";
  Clear(state_);
  Update();
  EXPECT_EQ(map().trail.size(), 1u);
  Draw({0.5f, 0.2f}, {0.5f, 0.8f});
  EXPECT_LE(map().trail.size(), 3u) << "another digit begins anew";
}

TEST_F(MapTest, NoClassStandsOutUntilOneIsChosen) {
  const Setting* setting = FindSetting("map_class");
  ASSERT_NE(setting, nullptr);
  const std::optional<int>& highlight = state_.views.Of<MapState>().highlight;
  setting->set(state_, 0);
  EXPECT_EQ(highlight, std::nullopt);
  setting->set(state_, 1);
  EXPECT_EQ(highlight, 0);
  setting->set(state_, 10);
  EXPECT_EQ(highlight, 9);
  EXPECT_EQ(setting->get(state_), 10);
  setting->set(state_, 0);
  EXPECT_EQ(highlight, std::nullopt);
}

TEST_F(MapTest, NumeralsStandAtTheMedians) {
  Load(2);
  const vae::LatentMap& data = state_.model->map->data;
  for (int digit = 0; digit < 10; ++digit) {
    int left = 0;
    int right = 0;
    for (vae::Index i = digit; i < kPoints; i += 10) {
      left += data.mu(0, i) < map().medians(0, digit);
      right += data.mu(0, i) > map().medians(0, digit);
    }
    EXPECT_LE(std::abs(left - right), 1) << digit;
  }
}

TEST_F(MapTest, DigitsBeneathCoverTheScreenAndAreReused) {
  Load(2);
  state_.views.Of<MapState>().digits_beneath = true;
  state_.views.Of<MapState>().canvas_size = {kCanvas.width, kCanvas.height};
  state_.views.Of<MapState>().shown = FitCamera(map().box, kCanvas.width, kCanvas.height);
  for (int i = 0; i < 50 && !map().tiles.complete; ++i) Update();
  const MapTiles& tiles = map().tiles;
  ASSERT_TRUE(tiles.complete);
  const auto left = static_cast<float>(tiles.left);
  const auto top = static_cast<float>(tiles.top);
  EXPECT_LE(left * tiles.step, map().box.least.x);
  EXPECT_GE((left + static_cast<float>(tiles.columns)) * tiles.step, map().box.most.x);
  EXPECT_GE(top * tiles.step, map().box.most.y);
  EXPECT_LE((top - static_cast<float>(tiles.rows)) * tiles.step, map().box.least.y);
  const int column = tiles.columns / 2;
  const int row = 1;
  const Eigen::Vector2f middle((left + static_cast<float>(column) + 0.5f) * tiles.step,
                               (top - static_cast<float>(row) - 0.5f) * tiles.step);
  EXPECT_TRUE(tiles.digits.col(row * tiles.columns + column)
                  .isApprox(vae::Decode(state_.model->params, middle).col(0), 1e-5f));
  const uint64_t version = tiles.version;
  Update();
  EXPECT_EQ(tiles.version, version) << "nothing is decoded twice";
}

TEST_F(MapTest, PercentileCountsTheTestDigitsThatCostLess) {
  Load(3);
  const std::vector<float>& sorted = state_.model->sorted_neg_elbo;
  const auto below = std::count_if(sorted.begin(), sorted.end(), [&](float nats) {
    return nats < static_cast<float>(results_.mean_neg_elbo);
  });
  ASSERT_TRUE(results_.percentile);
  EXPECT_DOUBLE_EQ(*results_.percentile, 100.0 * static_cast<double>(below) / kPoints);
  // It is about the digit, not about where z has been moved.
  const double before = *results_.percentile;
  SetZ(state_, 0, 3);
  Update();
  EXPECT_EQ(*results_.percentile, before);
  Clear(state_);
  Update();
  EXPECT_FALSE(results_.percentile) << "an empty pad is no digit";
}

TEST(Likeness, Words) {
  EXPECT_EQ(LikenessWords(59)[0], "typical: 41 % of the test digits cost more");
  EXPECT_EQ(LikenessWords(59).back(), "typical");
  EXPECT_EQ(LikenessWords(97)[0], "unusual: 3 % of the test digits cost more");
  EXPECT_EQ(LikenessWords(99.8)[0], "not a digit I know: 0.2 % of the test digits cost more");
  EXPECT_EQ(LikenessWords(100)[0], "not a digit I know: all test digits cost less");
  EXPECT_EQ(LikenessOf(95), Likeness::kTypical);
  EXPECT_EQ(LikenessOf(99.5), Likeness::kUnusual);
  EXPECT_EQ(LikenessOf(99.6), Likeness::kUnknown);
}

}  // namespace
}  // namespace app
