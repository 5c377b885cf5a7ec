#include "app/link/address.h"

#include <gtest/gtest.h>

#include <cmath>
#include <iterator>
#include <set>

#include "app/model/compact.h"
#include "app/model/models.h"
#include "app/model/results.h"
#include "app/pad/drawing.h"
#include "app/pad/drawing_code.h"
#include "app/pad/history.h"
#include "app/small_model.h"
#include "app/views/manifold/state.h"
#include "app/views/map/state.h"
#include "app/views/morph/state.h"
#include "app/views/morph/way.h"
#include "app/views/repair/state.h"
#include "app/views/sample/state.h"
#include "app/views/view.h"
#include "data/example_digit.h"

namespace app {
namespace {

class AddressTest : public testing::Test {
 protected:
  void SetUp() override { Start(state_); }

  static void Start(AppState& state) {
    state.ink = vae::EmptyInk();
    ShowExample(state, {.picture = nullptr, .strokes = vae::ExampleDigit()});
    AddModel(state, SmallModel("latent10", 10));
  }

  // A wavy line, as fine as a pointer draws it.
  static void DrawWave(AppState& state, int points, float phase = 0) {
    BeginStroke(state, {0.1f, 0.5f});
    for (int i = 1; i < points; ++i) {
      const float t = static_cast<float>(i) / static_cast<float>(points);
      ExtendStroke(state, {0.1f + 0.8f * t, 0.5f + 0.3f * std::sin(20 * t + phase)});
    }
    EndStroke(state);
  }

  // What another page shows at the address of this one.
  vae::Status Open(AppState& other) {
    Start(other);
    return ParseAddress(AddressOf(state_)).and_then([&](Address address) {
      return ShowAddress(other, std::move(address));
    });
  }

  AppState state_;
  Results results_;
};

// What all views are set to, as far as addresses hold it as a value.
std::vector<float> Values(const AppState& state) {
  std::vector<float> values;
  for (const ViewRow* view : Views()) {
    for (const Setting& setting : view->settings) {
      if (setting.key != 0) values.push_back(setting.get(state));
    }
  }
  return values;
}

double InkDifference(const AppState& a, const AppState& b) {
  const vae::Vector one = vae::RawDigit(a.ink);
  return (one - vae::RawDigit(b.ink)).cwiseAbs().maxCoeff();
}

TEST_F(AddressTest, TheFirstViewHasNone) { EXPECT_EQ(AddressOf(state_), ""); }

TEST_F(AddressTest, EverythingComesBack) {
  DrawWave(state_, 300);
  state_.tool = Tool::kEraser;
  state_.brush_width = 0.15f;
  DrawWave(state_, 5);
  state_.view = "morph";
  state_.input_mode = InputMode::kRaw;
  state_.temperature = 1.25f;
  state_.sample_seed = 345678;
  vae::Vector z = vae::Vector::LinSpaced(10, -3.5f, 3.25f);
  TakeZ(state_, z, kOfSample);

  AppState other;
  const vae::Status opened = Open(other);
  ASSERT_TRUE(opened) << opened.error();
  EXPECT_EQ(other.drawing.strokes.size(), 2u);
  EXPECT_TRUE(other.drawing.strokes[1].eraser);
  EXPECT_LT(InkDifference(state_, other), 0.1);
  EXPECT_FALSE(other.example_shown);
  EXPECT_EQ(other.view, "morph");
  EXPECT_EQ(other.input_mode, InputMode::kRaw);
  EXPECT_EQ(other.temperature, 1.25f);
  EXPECT_EQ(other.sample_seed, 345678);
  EXPECT_EQ(other.z_source, kOfSample);
  EXPECT_LT((other.z - z).cwiseAbs().maxCoeff(), 0.00051f);
  EXPECT_TRUE(CanUndo(other));
  // And says the same again, so that opening a link does not change it.
  EXPECT_EQ(AddressOf(other), AddressOf(state_));
}

TEST_F(AddressTest, WhatTheViewsAreSetToComesBack) {
  state_.views.Of<MapState>().pca = state_.views.Of<MapState>().digits_beneath = true;
  state_.views.Of<ManifoldState>().across = 7;
  state_.views.Of<ManifoldState>().up = 3;
  state_.views.Of<ManifoldState>().side = 20;
  state_.views.Of<ManifoldState>().others_follow_z = true;
  state_.views.Of<MorphState>().path = vae::Path::kLinear;
  state_.views.Of<MorphState>().loop = false;
  state_.views.Of<MorphState>().sample = 12;
  EndsOf(state_).a = {vae::Vector::Constant(10, 0.25f), kOfMap};
  EndsOf(state_).b = {vae::Vector::Constant(10, -1.5f), kOfRepair};
  state_.views.Of<RepairState>().damage = {
      .noise = 0.35f,
      .seed = 9,
      .missing = MissingHalf::kTop,
      .erased = {{.points = {{0.2f, 0.5f}, {0.8f, 0.5f}}, .width = 0.1f}}};

  AppState other;
  const vae::Status opened = Open(other);
  ASSERT_TRUE(opened) << opened.error();
  EXPECT_EQ(other.views.Of<RepairState>().damage.erased.size(), 1u);
  EXPECT_EQ(Values(other), Values(state_));
  ASSERT_TRUE(EndsOf(other).a && EndsOf(other).b);
  EXPECT_EQ(EndsOf(other).a->z, EndsOf(state_).a->z);
  EXPECT_EQ(EndsOf(other).b->source, kOfRepair);
  EXPECT_EQ(other.z_source, ZSource::kMean);
  EXPECT_EQ(AddressOf(other), AddressOf(state_));

  // The next address says nothing of it, so nothing of it stays.
  ASSERT_TRUE(ShowAddress(other, Address()));
  EXPECT_EQ(Values(other), Values(AppState()));
  EXPECT_TRUE(other.views.Of<RepairState>().damage.erased.empty());
  EXPECT_FALSE(EndsOf(other).a || EndsOf(other).b);
  // What the damage was can be undone, as one step.
  other.view = "repair";
  Undo(other);
  EXPECT_EQ(other.views.Of<RepairState>().damage.noise, 0.35f);
  EXPECT_EQ(other.views.Of<RepairState>().damage.erased.size(), 1u);
}

// Each setting by itself, at both ends of what it allows.
TEST_F(AddressTest, EverySettingComesBack) {
  std::set<char> keys = {'m', 'w', 'p', 's', 'z', 'v'};
  int settings = 0;
  for (const ViewRow* view : Views()) {
    for (const Setting& setting : view->settings) {
      if (setting.key == 0) continue;
      EXPECT_TRUE(keys.insert(setting.key).second) << "two have the key " << setting.key;
      ++settings;
      const bool choice = setting.kind == Setting::Kind::kChoice;
      const float most = choice ? static_cast<float>(setting.options.size()) - 1 : setting.most;
      for (const float value : {setting.least, most, setting.first}) {
        AppState one;
        Start(one);
        setting.set(one, value);
        EXPECT_EQ(setting.get(one), value) << setting.name;
        AppState other;
        Start(other);
        ASSERT_TRUE(
            ParseAddress(AddressOf(one) == "" ? "#v1" : AddressOf(one))
                .and_then([&](Address address) { return ShowAddress(other, std::move(address)); }))
            << AddressOf(one);
        EXPECT_EQ(setting.get(other), value) << setting.name << " in " << AddressOf(one);
      }
    }
    for (const StrokesSetting& setting : view->strokes) {
      EXPECT_TRUE(keys.insert(setting.key).second) << setting.key;
    }
    for (const CodeSetting& setting : view->codes) {
      EXPECT_TRUE(keys.insert(setting.key).second) << setting.key;
    }
  }
  EXPECT_GE(settings, 13);
}

// What earlier releases wrote.
class OldAddressTest : public AddressTest {
 protected:
  // Shows it in a program that has been set to something else.
  void Show(const char* address) {
    state_.views.Of<MapState>().pca = true;
    state_.views.Of<RepairState>().damage.seed = 77;
    state_.temperature = 0.5f;
    const vae::Status shown = ParseAddress(address).and_then(
        [&](Address parsed) { return ShowAddress(state_, std::move(parsed)); });
    ASSERT_TRUE(shown) << address << ": " << shown.error();
  }
};

TEST_F(OldAddressTest, View) {
  Show("#v1&w=map");
  EXPECT_EQ(state_.view, "map");
  EXPECT_TRUE(state_.example_shown);
  EXPECT_EQ(Values(state_), Values(AppState()));
}

TEST_F(OldAddressTest, ModelInputTemperatureAndSeed) {
  AddModel(state_, SmallModel("latent5", 5));
  Show("#v1&m=latent5&i=raw&t=1.25&n=345678");
  EXPECT_EQ(state_.model->name, "latent5");
  EXPECT_EQ(state_.input_mode, InputMode::kRaw);
  EXPECT_EQ(state_.temperature, 1.25f);
  EXPECT_EQ(state_.sample_seed, 345678u);
}

TEST_F(OldAddressTest, Strokes) {
  Show(
      "#v1&s=fFzMAYAIbvABNmpIejhGNjAmFCQIJAE4FzYvJCs2TxwvUqEBvgGlAzZrHDNIcSYtJCEkGTYRJg"
      "IkDBIKJh4kJiQwNlY2ZgmaAeYE5gTmBOYEUi8");
  ASSERT_EQ(state_.drawing.strokes.size(), 2u);
  EXPECT_FALSE(state_.drawing.strokes[0].eraser);
  EXPECT_NEAR(state_.drawing.strokes[0].points.front().x, 0.1f, 1e-3f);
  EXPECT_NEAR(state_.drawing.strokes[0].points.front().y, 0.5f, 1e-3f);
  EXPECT_TRUE(state_.drawing.strokes[1].eraser);
  EXPECT_NEAR(state_.drawing.strokes[1].width, 0.15f, 1e-2f);
}

TEST_F(OldAddressTest, Picture) {
  Show(
      "#v1&p=0AwBApACAQoLKQsNHwSAAgaPAQWAAgofLg0KBwSQAg0PC_ACAh8H8AIFHwTwAgkfGAcEwAIMXw"
      "0EoAKPAQSQAggMBQEAAQcfDYADBx8E8AICHwfwAgEfB_ACAx8G8AIHHwPgAgIODw3wAQMMCDADDR8F8A"
      "EIHw0JCAsvCYACAgxvCLACBgsODw0JArAPoV8&s=AAE");
  ASSERT_NE(state_.drawing.picture, nullptr);
  const vae::InkRaster five = vae::RasterizeInk(vae::ExampleFive());
  EXPECT_LT((vae::RawDigit(state_.ink) - vae::RawDigit(five)).cwiseAbs().maxCoeff(), 0.51f / 15);
}

TEST_F(OldAddressTest, CodeOfTheMap) {
  Show("#v1&z=BNc2-yqfH8MT5wf0A9APrBuIJ-QyOiQ");
  EXPECT_EQ(state_.z_source, kOfMap);
  EXPECT_LT((state_.z - vae::Vector::LinSpaced(10, -3.5f, 3.25f)).cwiseAbs().maxCoeff(), 0.00051f);
}

TEST_F(OldAddressTest, WhatFourViewsAreSetTo) {
  Show("#v1&w=repair&v=AQEHAxQBAAAN3gIJAyYc&e=CGaaA4AIzAkA62s");
  EXPECT_EQ(state_.view, "repair");
  EXPECT_TRUE(state_.views.Of<MapState>().pca && state_.views.Of<MapState>().digits_beneath);
  const ManifoldState& manifold = state_.views.Of<ManifoldState>();
  EXPECT_EQ(manifold.across, 7);
  EXPECT_EQ(manifold.up, 3);
  EXPECT_EQ(manifold.side, 20);
  EXPECT_TRUE(manifold.others_follow_z);
  const MorphState& morph = state_.views.Of<MorphState>();
  EXPECT_EQ(morph.path, vae::Path::kLinear);
  EXPECT_FALSE(morph.loop);
  EXPECT_EQ(morph.sample, 12);
  const Damage& damage = state_.views.Of<RepairState>().damage;
  EXPECT_EQ(damage.noise, 0.35f);
  EXPECT_EQ(damage.seed, 9u);
  EXPECT_EQ(damage.missing, MissingHalf::kTop);
  ASSERT_EQ(damage.erased.size(), 1u);
  EXPECT_NEAR(damage.erased[0].points.back().x, 0.8f, 1e-3f);
}

TEST_F(OldAddressTest, EndsOfAMorph) {
  Show("#v1&w=morph&a=BPQD9AP0A_QD9AP0A_QD9AP0A_QD17Q&b=B7cXtxe3F7cXtxe3F7cXtxe3F7cXnhw");
  EXPECT_EQ(state_.view, "morph");
  const MorphEnds& ends = EndsOf(state_);
  ASSERT_TRUE(ends.a && ends.b);
  EXPECT_EQ(ends.a->source, kOfMap);
  EXPECT_EQ(ends.a->z, vae::Vector::Constant(10, 0.25f));
  EXPECT_EQ(ends.b->source, kOfRepair);
  EXPECT_EQ(ends.b->z, vae::Vector::Constant(10, -1.5f));
}

TEST_F(OldAddressTest, AnEmptyPad) {
  Show("#v1&s=AAE");
  EXPECT_TRUE(state_.drawing.empty());
  EXPECT_FALSE(state_.example_shown);
}

TEST_F(AddressTest, SettingsThatNoControlHasAreDamage) {
  const uint32_t good[] = {0, 0, 0, 1, 12, 0, 1, 1, 0, 200, 1, 0};
  const auto parse = [&](size_t at, uint32_t value) {
    CompactWriter writer;
    for (size_t i = 0; i < std::size(good); ++i) writer.Unsigned(i == at ? value : good[i]);
    return ParseAddress("#v1&v=" + writer.Text()).has_value();
  };
  EXPECT_TRUE(parse(0, 0));
  EXPECT_FALSE(parse(0, 2));
  EXPECT_FALSE(parse(3, 0));  // one dimension for both axes
  EXPECT_FALSE(parse(2, 5000));
  EXPECT_FALSE(parse(4, 13));
  EXPECT_FALSE(parse(8, kMaxSamples + 1));
  EXPECT_TRUE(parse(9, 800));
  EXPECT_FALSE(parse(9, 801));
  EXPECT_TRUE(parse(10, uint32_t{kMostSeed}));
  EXPECT_FALSE(parse(10, uint32_t{kMostSeed} + 1));
  EXPECT_FALSE(parse(11, 5));
}

TEST_F(AddressTest, EndsOfAMorphWaitForTheirModel) {
  Address address;
  address.model = "latent5";
  const CodeSetting* const a = FindView("morph")->codes.data();
  address.codes = {{a, {vae::Vector::Constant(5, 1.5f), kOfMap}}};
  ASSERT_TRUE(ShowAddress(state_, address));
  EXPECT_FALSE(EndsOf(state_).a);
  AddModel(state_, SmallModel("latent5", 5));
  SettleZ(state_);
  ASSERT_TRUE(EndsOf(state_).a);
  EXPECT_EQ(EndsOf(state_).a->z.size(), 5);
  EXPECT_EQ(state_.z_source, ZSource::kMean);
  // Of another size than the model's.
  address.codes[0].second.z = vae::Vector::Zero(4);
  EXPECT_FALSE(ShowAddress(state_, address));
}

TEST_F(AddressTest, PressureComesBack) {
  state_.drawing.strokes = {
      {.points = {{0.2f, 0.5f, 0.5f}, {0.8f, 0.5f, 1.5f}, {0.5f, 0.1f, 0}, {0.1f, 0.9f, 8}},
       .width = 0.1f}};
  state_.example_shown = false;
  state_.ink = Rasterize(state_.drawing);
  AppState other;
  ASSERT_TRUE(Open(other));
  ASSERT_EQ(other.drawing.strokes[0].points.size(), 4u);
  EXPECT_EQ(other.drawing.strokes[0].points[0].width, 0.5f);
  EXPECT_EQ(other.drawing.strokes[0].points[1].width, 1.5f);
  EXPECT_EQ(other.drawing.strokes[0].points[2].width, 0);
  EXPECT_EQ(other.drawing.strokes[0].points[3].width, 8);
  EXPECT_LT(InkDifference(state_, other), 0.05);
}

TEST_F(AddressTest, AnEmptyPadIsNotTheExample) {
  Clear(state_);
  AppState other;
  ASSERT_TRUE(Open(other));
  EXPECT_TRUE(other.drawing.empty());
  EXPECT_TRUE(other.ink.empty());
}

TEST_F(AddressTest, TheExampleReplacesADrawingThatCanBeBroughtBack) {
  state_.view = "map";
  const vae::Result<Address> address = ParseAddress(AddressOf(state_));
  ASSERT_TRUE(address);
  DrawWave(state_, 20);
  ASSERT_TRUE(ShowAddress(state_, *address));
  EXPECT_TRUE(state_.example_shown);
  EXPECT_EQ(state_.drawing.strokes, vae::ExampleDigit(state_.brush_width));
  Undo(state_);
  EXPECT_EQ(state_.drawing.strokes.size(), 1u);
}

TEST_F(AddressTest, APictureComesBackAsTheDigitThatItIs) {
  vae::InkRaster picture = vae::RasterizeInk(vae::ExampleFive());
  ShowDrawing(state_, {.picture = std::make_shared<const vae::InkRaster>(picture), .strokes = {}});
  AppState other;
  ASSERT_TRUE(Open(other));
  ASSERT_NE(other.drawing.picture, nullptr);
  EXPECT_LT(InkDifference(state_, other), 0.51 / 15);
  EXPECT_EQ(AddressOf(other), AddressOf(state_));
}

TEST_F(AddressTest, ManyStrokesBecomeCoarserButNeverLong) {
  for (int i = 0; i < 60; ++i) DrawWave(state_, 200, static_cast<float>(i));
  const std::string address = AddressOf(state_);
  EXPECT_LE(address.size(), kLongestAddress);
  AppState other;
  ASSERT_TRUE(Open(other));
  EXPECT_LT(InkDifference(state_, other), 0.7);
  EXPECT_EQ(AddressOf(other), address);

  for (int i = 0; i < 3000; ++i) {  // dots, which nothing makes simpler
    const float t = static_cast<float>(i) / 3000;
    BeginStroke(state_, {t, 0.5f + 0.4f * std::sin(99 * t)});
    EndStroke(state_);
  }
  EXPECT_LE(AddressOf(state_).size(), kLongestAddress);
  AppState third;
  ASSERT_TRUE(Open(third));
  EXPECT_LT(InkDifference(state_, third), 0.51 / 15);
}

TEST_F(AddressTest, OneDigitTakesLittle) {
  DrawWave(state_, 400);
  EXPECT_LT(AddressOf(state_).size(), 500u);
}

TEST_F(AddressTest, DamageIsNoticed) {
  DrawWave(state_, 50);
  TakeZ(state_, vae::Vector::Constant(10, 0.5f), ZSource::kManual);
  const std::string address = AddressOf(state_);
  // Cut anywhere but between fields, or changed anywhere in the packed parts.
  for (size_t length = 4; length < address.size(); ++length) {
    const bool whole = address[length] == '&';
    EXPECT_EQ(ParseAddress(address.substr(0, length)).has_value(), whole) << length;
  }
  for (size_t at = address.find("z=") + 2; at < address.size(); ++at) {
    if (address[at] == '&' || at + 3 > address.size()) continue;
    if (address[at - 1] == '&' || address[at] == '=' || address[at + 1] == '&') continue;
    std::string changed = address;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(ParseAddress(changed)) << at;
  }
}

TEST_F(AddressTest, WrongOnesAreSentences) {
  for (const char* wrong : {"",
                            "#",
                            "#v",
                            "#v1x",
                            "#foo",
                            "#v1&",
                            "#v1&m",
                            "#v1&m=",
                            "#v1&w=nowhere",
                            "#v1&i=both",
                            "#v1&t=hot",
                            "#v1&t=-1",
                            "#v1&t=nan",
                            "#v1&n=",
                            "#v1&n=-1",
                            "#v1&s=",
                            "#v1&s=*",
                            "#v1&z=AAAA",
                            "#v1&p=AAAA",
                            "#v1&v=AAAA",
                            "#v1&e=AAAA",
                            "#v1&a=AAAA",
                            "#v1&n=0",
                            "#v1&n=18446744073709551615",
                            "#v1&n=1000000",
                            "#v1&n=7.5",
                            "#v1&n=1e3",
                            "#v1&t=inf",
                            "#v1&t=-0",
                            "#v1&t=2.01",
                            "#v1&t=1e30"}) {
    const vae::Result<Address> address = ParseAddress(wrong);
    ASSERT_FALSE(address) << wrong;
    EXPECT_NE(address.error().find("damaged"), std::string::npos) << wrong;
  }
  const vae::Result<Address> later = ParseAddress("#v2&m=latent10");
  ASSERT_FALSE(later);
  EXPECT_NE(later.error().find("another version"), std::string::npos);
  EXPECT_FALSE(ParseAddress("#v1&s=" + std::string(100000, 'A')));
}

TEST_F(AddressTest, SeedsBeginAgainWhereAddressesEnd) {
  const vae::Result<Address> last = ParseAddress("#v1&n=999999");
  ASSERT_TRUE(last) << last.error();
  ASSERT_TRUE(ShowAddress(state_, *last));
  Reseed(state_);
  EXPECT_EQ(state_.sample_seed, 1u);
}

TEST_F(AddressTest, TheDenoisingModelIsNotForTheSwitch) {
  AddModel(state_, SmallModel(kDenoisingModel, 20));  // as the view Repair fetches it
  Address address;
  address.model = kDenoisingModel;
  EXPECT_FALSE(ShowAddress(state_, address));
  EXPECT_FALSE(TakeZOf(state_, kDenoisingModel, vae::Vector::Zero(20), ZSource::kManual));
  EXPECT_EQ(state_.model->name, kFirstModel);
  // But of a program that was started with it.
  AppState own;
  own.ink = vae::EmptyInk();
  AddModel(own, SmallModel(kDenoisingModel, 20));
  EXPECT_TRUE(IsOffered(own, kDenoisingModel));
}

TEST_F(AddressTest, LeavesAnErrorBehindIfItIsGood) {
  state_.error = "something was wrong";
  Address elsewhere;
  elsewhere.model = "latent99";
  EXPECT_FALSE(ShowAddress(state_, elsewhere));
  EXPECT_NE(state_.error, "");
  ASSERT_TRUE(ShowAddress(state_, Address()));
  EXPECT_EQ(state_.error, "");
}

TEST_F(AddressTest, WrittenByHand) {
  const vae::Result<Address> address = ParseAddress("#v1&m=latent2&w=map&Q=later");
  ASSERT_TRUE(address) << address.error();
  EXPECT_EQ(address->model, "latent2");
  EXPECT_EQ(address->view, "map");
  EXPECT_FALSE(address->drawing);
}

TEST_F(AddressTest, HostileStrokesAreNotDrawn) {
  CompactWriter far;
  far.Unsigned(2 << 2);
  far.Unsigned(90);
  for (int i = 0; i < 4; ++i) far.Signed(INT32_MAX);
  EXPECT_FALSE(StrokesFromText(far.Text()));
  CompactWriter many;
  many.Unsigned(0xfffffffc);
  many.Unsigned(90);
  EXPECT_FALSE(StrokesFromText(many.Text()));
  CompactWriter wide;
  wide.Unsigned(1 << 2);
  wide.Unsigned(100000);
  wide.Signed(0);
  wide.Signed(0);
  EXPECT_FALSE(StrokesFromText(wide.Text()));
}

// `count` lines across the pad and back, as fat as a text may say.
std::vector<vae::Stroke> Zigzag(int count) {
  vae::Stroke stroke{.points = {}, .width = 0.5f};
  for (int i = 0; i < count; ++i) {
    stroke.points.push_back({i % 2 == 0 ? 0.0f : 1.0f, i % 4 < 2 ? 0.0f : 1.0f});
  }
  return {stroke};
}

TEST_F(AddressTest, StrokesThatCostTooMuchAreRefused) {
  CompactWriter costly;
  constexpr uint32_t kPoints = 2300;
  costly.Unsigned(kPoints << 2);
  costly.Unsigned(512);
  for (uint32_t i = 0; i < kPoints; ++i) {
    costly.Signed(i % 2 == 0 ? 1024 : -1024);
    costly.Signed(i % 4 < 2 ? 1024 : -1024);
  }
  const std::string text = costly.Text();
  EXPECT_LT(text.size(), 14000u);
  EXPECT_FALSE(StrokesFromText(text));
  const vae::Result<Address> address = ParseAddress("#v1&s=" + text);
  ASSERT_FALSE(address);
  EXPECT_NE(address.error().find("damaged"), std::string::npos);
}

TEST_F(AddressTest, ADrawingThatCostsTooMuchIsKeptAsAPicture) {
  ASSERT_GT(vae::CoveredPixels(Zigzag(900)[0]), kMostCovered);
  EXPECT_FALSE(StrokesToText(Zigzag(900), 100000));
  EXPECT_TRUE(StrokesToText(Zigzag(100), 100000));
  ShowDrawing(state_, {.picture = nullptr, .strokes = Zigzag(900)});
  AppState other;
  ASSERT_TRUE(Open(other));
  EXPECT_NE(other.drawing.picture, nullptr);
  EXPECT_LT(InkDifference(state_, other), 0.51 / 15);
}

TEST_F(AddressTest, ZWaitsForItsModel) {
  AppState source;
  Start(source);
  AddModel(source, SmallModel("latent5", 5));
  ChooseModel(source, "latent5");
  TakeZ(source, vae::Vector::Constant(5, 1.5f), ZSource::kManual);
  const vae::Result<Address> address = ParseAddress(AddressOf(source));
  ASSERT_TRUE(address);

  ASSERT_TRUE(ShowAddress(state_, *address));
  EXPECT_EQ(state_.awaited, "latent5");
  EXPECT_EQ(AddressOf(state_), AddressOf(source));  // also while it is on its way
  SettleZ(state_);
  EXPECT_EQ(state_.z.size(), 10);
  AddModel(state_, SmallModel("latent5", 5));
  SettleZ(state_);
  EXPECT_EQ(state_.z, vae::Vector::Constant(5, 1.5f));
  EXPECT_EQ(state_.z_source, ZSource::kManual);
}

TEST_F(AddressTest, ZThatDoesNotFitIsRefused) {
  AppState other;
  Start(other);
  Address address;
  address.z = {vae::Vector::Constant(3, 1), ZSource::kManual};
  address.view = "map";
  EXPECT_FALSE(ShowAddress(other, address));
  EXPECT_EQ(other.view, AppState().view);  // nothing of it is shown
  address = {};
  address.model = "latent99";
  EXPECT_FALSE(ShowAddress(other, address));
}

TEST(Compact, NumbersComeBack) {
  CompactWriter writer;
  const int32_t numbers[] = {0, -1, 1, 63, -64, 64, 1000000, INT32_MAX, INT32_MIN};
  for (const int32_t number : numbers) writer.Signed(number);
  writer.Unsigned(UINT32_MAX);
  CompactReader reader(writer.Text());
  for (const int32_t number : numbers) EXPECT_EQ(reader.Signed(), number);
  EXPECT_EQ(reader.Unsigned(), UINT32_MAX);
  EXPECT_TRUE(reader.ok() && reader.at_end());
  reader.Unsigned();
  EXPECT_FALSE(reader.ok());
}

}  // namespace
}  // namespace app
