// What the views keep, without anyone else knowing of it: each view has a type of its own, in its
// own folder, and finds the one value of that type here.
#pragma once

#include <any>
#include <list>

namespace app {

class Rooms {
 public:
  // The value of type T, which is T() until someone changes it. It stays where it is.
  template <class T>
  T& Of() {
    for (std::any& room : rooms_) {
      if (T* const found = std::any_cast<T>(&room)) return *found;
    }
    return *std::any_cast<T>(&rooms_.emplace_back(T()));
  }

  template <class T>
  const T& Of() const {
    for (const std::any& room : rooms_) {
      if (const T* const found = std::any_cast<T>(&room)) return *found;
    }
    static const T untouched{};
    return untouched;
  }

 private:
  std::list<std::any> rooms_;
};

}  // namespace app
